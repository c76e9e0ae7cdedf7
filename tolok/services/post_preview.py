"""A post as each channel would show it: lengths, problems and notes. The network has the last word.

The verdict is the one of `post_check`, so the composer never says what the scheduler would not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tolok.core.networks import Network
from tolok.core.publishing.content import PollForm, PostContent, parts
from tolok.core.publishing.hashtags import advice
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services import media_fit
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.post_check import Line, Verdict, reachable, verdict
from tolok.services.post_marks import marks, template
from tolok.store.models import Channel, Connection, Media, Post
from tolok.store.scope import within


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `over`: what a problem marks."""

    words: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One part on one channel. `limit` 0: nobody knows it."""

    number: int
    pieces: tuple[Piece, ...]
    length: int
    limit: int
    media: tuple[Media, ...] = ()
    link: str = ""
    poll: PollForm | None = None

    @property
    def filled(self) -> int:
        """Percent of the limit, for the meter."""
        return min(100, round(100 * self.length / self.limit)) if self.limit else 0

    @property
    def over(self) -> bool:
        return bool(self.limit) and self.length > self.limit


@dataclass(frozen=True, slots=True)
class View:
    """One channel of the preview."""

    channel: Channel
    network: Network
    handle: str
    shown: tuple[Shown, ...]
    problems: tuple[Text, ...]
    notes: tuple[Text, ...]
    own: bool
    warning: str

    @property
    def first(self) -> Shown:
        return self.shown[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """A channel that can be chosen. `able` None: no log-in works, so it takes drafts only."""

    channel: Channel
    network: Network
    able: bool
    polls: bool


def choices(scope: Scope) -> list[Choice]:
    """The workspace's channels, those that can be sent to first."""
    known = networks()
    found = [
        Choice(
            each.channel,
            known[each.channel.network],
            each.able is not None,
            bool(each.able and each.able.poll_options),
        )
        for each in reachable(scope, channels(scope))
    ]
    return sorted(found, key=lambda choice: not choice.able)


def preview(
    scope: Scope, content: PostContent, wanted: Iterable[str], post: Post | None = None
) -> list[View]:
    """The post on each of these channels (ids), in the order of their names."""
    ids = set(wanted)
    chosen = [channel for channel in channels(scope) if str(channel.id) in ids]
    handles = dict(
        within(Connection, scope.id).filter(channel__in=chosen).values_list("channel_id", "handle")
    )
    library = _library(scope, content, chosen)
    return [
        _view(each, content, library, handles.get(each.channel.id, ""))
        for each in verdicts(scope, content, chosen, post)
    ]


def verdicts(
    scope: Scope, content: PostContent, chosen: Iterable[Channel], post: Post | None = None
) -> list[Verdict]:
    """What stands in the way on each channel, with links as they are sent."""
    utm, post = template(scope.id), post or Post(workspace=scope.workspace)
    return [
        verdict(scope, content, target, marks(utm, post, target.channel))
        for target in reachable(scope, chosen)
    ]


def hints(content: PostContent) -> list[Text]:
    """Advice on hashtags; nothing is refused for it."""
    return [each.words for each in advice(content.text)] if content.text.strip() else []


def _library(scope: Scope, content: PostContent, chosen: Sequence[Channel]) -> Mapping[str, Media]:
    uses = (
        use
        for channel in chosen
        for part in parts(content, str(channel.id), channel.network)
        for use in part.media
    )
    return media_fit.library(scope.id, uses)


def _view(found: Verdict, content: PostContent, library: Mapping[str, Media], handle: str) -> View:
    channel = found.channel
    lines = {line.part.number: line for line in found.lines}
    as_written = parts(content, str(channel.id), channel.network)
    shown = tuple(
        Shown(
            number=part.number,
            pieces=_pieces(part.text, lines.get(part.number)),
            length=lines[part.number].length if part.number in lines else len(part.text),
            limit=lines[part.number].limit if part.number in lines else 0,
            media=tuple(library[use.id] for use in part.media if use.id in library),
            link=part.link,
            poll=part.poll,
        )
        for part in (tuple(line.part for line in found.lines) or as_written)
    )
    return View(
        channel=channel,
        network=networks()[channel.network],
        handle=handle,
        shown=shown,
        problems=found.problems,
        notes=found.notes,
        own=str(channel.id) in content.own or channel.network in content.own,
        warning=content.warning,
    )


def _pieces(text: str, line: Line | None) -> tuple[Piece, ...]:
    """The text in stretches, what is wrong marked."""
    marks = sorted(
        (problem.start, problem.end)
        for problem in (line.problems if line else ())
        if problem.end > problem.start
    )
    pieces: list[Piece] = []
    at = 0
    for start, end in marks:
        if end <= at:
            continue
        start = max(start, at)
        pieces += [Piece(text[at:start]), Piece(text[start:end], over=True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.words)
