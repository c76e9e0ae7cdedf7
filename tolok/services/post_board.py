"""Posts in a list and on the board of ideas, and acts on several deliveries at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.networks import Network
from tolok.core.publishing.states import state
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services import post_acts, post_read
from tolok.services.access import Scope
from tolok.services.post_story import TONES
from tolok.store.models import Delivery, Post

COLUMNS = (
    ("idea", Text("Ideas", "Ide")),
    ("draft", Text("Drafts", "Draf")),
    ("in_review", Text("In review", "Menunggu persetujuan")),
    ("planned", Text("Planned", "Terjadwal")),
)
MOST_IN_COLUMN = 50
_WORST = ("failed", "person_decides", "late", "needs_auth", "missed", "expired", "unknown")


@dataclass(frozen=True, slots=True)
class Mark:
    """One channel of a post, with the state of its first part."""

    network: Network
    name: str
    state: Text
    tone: str


@dataclass(frozen=True, slots=True)
class Card:
    """A post as a list shows it. `state`: the one that asks most for a look."""

    post: Post
    title: str
    marks: tuple[Mark, ...]
    state: Text | None
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    name: Text
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act on one delivery."""

    row: Delivery | None
    problem: Problem | None = None


def page(scope: Scope, wanted: Mapping[str, str], at: int, size: int) -> tuple[list[Card], bool]:
    """A page of posts by planned time, the latest first, and whether there are more."""
    rows = post_read.listed(scope, post_read.read_filter(scope, wanted))
    found = list(rows.order_by("-due_at", "-created_at")[at : at + size + 1])
    return [card(each) for each in found[:size]], len(found) > size


def board(scope: Scope, wanted: Mapping[str, str]) -> list[Column]:
    """The four columns; of what is planned, only what is not out yet."""
    columns = []
    for id, name in COLUMNS:
        rows = post_read.listed(scope, post_read.read_filter(scope, {**wanted, "stage": id}))
        if id == "planned":
            rows = rows.filter(deliveries__state__in=_WAITING).distinct().order_by("due_at")
        found = list(rows[: MOST_IN_COLUMN + 1])
        more = rows.count() - MOST_IN_COLUMN if len(found) > MOST_IN_COLUMN else 0
        cards = tuple(card(each) for each in found[:MOST_IN_COLUMN])
        columns.append(Column(id, name, cards, more))
    return columns


def card(post: Post) -> Card:
    known = networks()
    rows = [row for row in post.deliveries.all() if row.part == 0]
    states = [row.state for row in rows]
    worst = next((each for each in _WORST if each in states), states[0] if states else "")
    text = " ".join(str(post.content.get("text", "")).split())
    return Card(
        post=post,
        title=post.title or text,
        marks=tuple(
            Mark(
                known[row.channel.network],
                row.channel.name,
                state(row.state).name,
                TONES.get(row.state, "plain"),
            )
            for row in rows
        ),
        state=state(worst).name if worst else None,
        tone=TONES.get(worst, "plain"),
    )


def act_on(scope: Scope, deliveries: Iterable[str], act: str, now: datetime) -> list[Outcome]:
    """Send, skip or cancel each; one that cannot does not hold up the others."""
    run = {"send": post_acts.send_now, "skip": post_acts.skip, "stop": post_acts.cancel_one}
    if act not in run:
        raise invalid(
            Text("There is no such act.", "Tidak ada tindakan itu."),
            Text("Use send, skip or stop.", "Pakai send, skip, atau stop."),
        )
    told = []
    for each in deliveries:
        try:
            told.append(Outcome(run[act](scope, each, now)))
        except ProblemError as error:
            told.append(Outcome(_row(scope, each), error.problem))
    return told


def _row(scope: Scope, delivery_id: str) -> Delivery | None:
    try:
        return post_acts.delivery(scope, delivery_id)
    except ProblemError:
        return None


_WAITING = ("scheduled", "waiting_retry", "waiting_rate", "late", "needs_auth", "approved")
