"""What stands in the way of a post on each channel: the same answer for composer, API and plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tolok.core.errors import Problem, ProblemError
from tolok.core.publishing.account import Capabilities
from tolok.core.publishing.content import Part, PostContent, parts
from tolok.core.publishing.length import TextProblem, check, length
from tolok.core.publishing.media_rules import MediaProblem
from tolok.core.text import Text, say
from tolok.services import accounts
from tolok.services.access import Scope
from tolok.services.media_fit import judged, library
from tolok.services.post_marks import NONE, Marks, marked
from tolok.store.models import Channel, Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a post on one channel: its length as the network counts, and what is wrong."""

    part: Part
    length: int
    limit: int
    problems: tuple[TextProblem, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing` says why the channel cannot be published to at all; "" in both when it can."""

    channel: Channel
    able: Capabilities | None
    lines: tuple[Line, ...]
    missing: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def problems(self) -> tuple[Text, ...]:
        own = [problem.words for line in self.lines for problem in line.problems]
        return ((self.missing,) if self.missing else ()) + tuple(own)


@dataclass(frozen=True, slots=True)
class Reachable:
    """A channel with what it can do; None where no log-in works."""

    channel: Channel
    able: Capabilities | None


def reachable(scope: Scope, channels: Iterable[Channel]) -> list[Reachable]:
    """Looked up once for any number of posts."""
    ids = [channel.id for channel in channels]
    found = Connection.objects.select_related("channel").filter(
        workspace_id=scope.id, channel_id__in=ids
    )
    by_channel = {connection.channel_id: connection for connection in found}
    return [Reachable(channel, _able(by_channel.get(channel.id))) for channel in channels]


def verdict(scope: Scope, content: PostContent, target: Reachable, links: Marks = NONE) -> Verdict:
    """All that is wrong, at once. `links`: the parameters that links are sent with."""
    channel, able = target.channel, target.able
    found = marked(parts(content, str(channel.id), channel.network), links)
    if able is None:
        return Verdict(
            channel, None, (), missing=say(_NOT_CONNECTED.en, _NOT_CONNECTED.id, name=channel.name)
        )
    known = library(scope.id, (use for part in found for use in part.media))
    lines, notes = [], list(able.notes)
    for part in found:
        stops, more = judged(part.media, known, able.media) if part.media else ([], [])
        lines.append(_line(part, able, stops))
        notes += more
    return Verdict(channel, able, tuple(lines), notes=tuple(dict.fromkeys(notes)))


def refuse(verdicts: Sequence[Verdict]) -> None:
    """Raise what is wrong on any channel as one Problem, by channel."""
    wrong = [(each.channel.name, problem) for each in verdicts for problem in each.problems]
    if wrong:
        raise ProblemError(
            Problem(
                type="post-not-ready",
                title=Text("The post cannot go out like this", "Posting belum bisa dikirim"),
                detail=Text(
                    " ".join(f"{name}: {words.en}" for name, words in wrong),
                    " ".join(f"{name}: {words.id}" for name, words in wrong),
                ),
                fix=Text(
                    "Mend it, or keep it as a draft: nothing is lost.",
                    "Perbaiki, atau simpan sebagai draf: tidak ada yang hilang.",
                ),
                status=422,
            )
        )


def check_dict(found: Verdict) -> Mapping[str, object]:
    """A verdict as the API shows it."""
    return {
        "channel": str(found.channel.id),
        "name": found.channel.name,
        "network": found.channel.network,
        "ready": not found.problems,
        "problems": [words.as_dict() for words in found.problems],
        "notes": [words.as_dict() for words in found.notes],
        "parts": [
            {
                "text": line.part.text,
                "length": line.length,
                "limit": line.limit,
                "problems": [
                    {
                        "code": problem.code,
                        "words": problem.words.as_dict(),
                        "start": problem.start,
                        "end": problem.end,
                    }
                    for problem in line.problems
                ],
            }
            for line in found.lines
        ],
    }


def _able(connection: Connection | None) -> Capabilities | None:
    known = accounts.networks()
    if connection is None or connection.state == "off" or connection.channel.network not in known:
        return None
    return known[connection.channel.network].capabilities(
        accounts.account_without_secrets(connection)
    )


def _line(part: Part, able: Capabilities, stops: Sequence[MediaProblem]) -> Line:
    rules = able.text_for(with_media=bool(part.media))
    problems = check(part.text, rules)
    if part.media and not part.text.strip():
        problems = tuple(each for each in problems if each.code != "empty")
    media = (TextProblem(each.code, each.words, 0, 0) for each in stops)
    return Line(
        part,
        length(part.text, rules),
        rules.limit,
        (*problems, *_cannot(part, able), *media),
    )


def _cannot(part: Part, able: Capabilities) -> list[TextProblem]:
    """What the post asks for and the account cannot do."""
    found = []
    if part.number and not able.reply:
        found.append(TextProblem("no-thread", _NO_THREAD, 0, 0))
    if part.poll and not able.poll_options:
        found.append(TextProblem("no-poll", _NO_POLL, 0, 0))
    if part.poll and 0 < able.poll_options < len(part.poll.options):
        words = say(_POLL_OPTIONS.en, _POLL_OPTIONS.id, most=able.poll_options)
        found.append(TextProblem("poll-options", words, 0, 0))
    return found


_NOT_CONNECTED = Text(
    "{name} is not connected, so nothing can be sent to it.",
    "{name} belum terhubung, jadi tidak ada yang bisa dikirim ke sana.",
)
_NO_THREAD = Text(
    "This network takes no thread and no first comment.",
    "Jaringan ini tidak menerima utas atau komentar pertama.",
)
_NO_POLL = Text("This network has no polls.", "Jaringan ini tidak punya jajak pendapat.")
_POLL_OPTIONS = Text(
    "This network takes at most {most} answers in a poll.",
    "Jaringan ini menerima paling banyak {most} jawaban dalam jajak pendapat.",
)
