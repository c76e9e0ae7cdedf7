"""The log-ins of a workspace as a person reads them, and the few that need one on every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from tolok.core.networks import Network
from tolok.core.publishing.account import Capabilities
from tolok.core.publishing.lateness import Late
from tolok.core.publishing.retry import CLASSES, Ask
from tolok.core.text import Text, say
from tolok.lib.catalogue import networks as catalogue
from tolok.services import accounts
from tolok.services.access import Scope
from tolok.services.connection_words import LATE, PROOF, RETRY, limits, notes
from tolok.services.connections import Way, connections, ways
from tolok.store.models import Channel, Connection, Delivery
from tolok.store.scope import within

SOON = timedelta(days=3)  # a log-in that ends within is said on every page


@dataclass(frozen=True, slots=True)
class Card:
    """One connected channel. `tone`: ok, warn, bad or plain; `line` says what the state means."""

    row: Connection
    network: Network
    way: Way | None
    tone: str
    state: Text
    line: Text | None
    fix: Text | None
    retry: Text | None
    blind: bool
    ends: datetime | None
    renewed: bool
    limits: tuple[Text, ...]
    notes: tuple[Text, ...]
    waiting: int
    planned: int

    @property
    def needs_person(self) -> bool:
        return self.tone == "bad" or (self.tone == "warn" and self.ends is not None)


@dataclass(frozen=True, slots=True)
class Open:
    """A channel that is not connected, and the ways it can be."""

    channel: Channel
    network: Network
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A network that can be connected, how its connector is proven, and the ways."""

    name: Text
    mark: str
    proof: Text
    checked: date
    ways: tuple[Way, ...]


def offers() -> list[Offer]:
    return [
        Offer(
            name=found[0].name,
            mark=found[0].mark,
            proof=PROOF[found[0].network.proof.kind],
            checked=found[0].network.proof.checked,
            ways=tuple(found),
        )
        for found in _by_network(ways()).values()
    ]


def cards(scope: Scope, now: datetime) -> list[Card]:
    """Every log-in, those that need a person first."""
    rows = connections(scope)
    counts = _counts(scope, [row.channel_id for row in rows])
    offered = {(way.network.id, way.sign_in.id): way for way in ways()}
    made = [_card(row, counts.get(row.channel_id, (0, 0)), offered, now) for row in rows]
    order = {"bad": 0, "warn": 1, "ok": 2, "plain": 3}
    return sorted(made, key=lambda card: order[card.tone])


def unconnected(scope: Scope) -> list[Open]:
    """Channels that files brought, of networks that can be connected."""
    rows = within(Channel, scope.id).filter(connection=None, archived_at=None)
    offered = _by_network(ways())
    return [
        Open(row, catalogue()[row.network], tuple(offered[row.network]))
        for row in rows.order_by("network", "name")
        if row.network in offered
    ]


def alert(scope: Scope, now: datetime) -> Text | None:
    """What every page of the workspace says while a log-in is broken or ends soon."""
    rows = within(Connection, scope.id).filter(channel__archived_at=None).exclude(state="off")
    wanted = Q(state="broken") | Q(facts__has_key="log_in_ends")
    found = [row for row in rows.filter(wanted).select_related("channel") if _calls(row, now)]
    broken = [row for row in found if row.state == "broken"]
    if not found:
        return None
    if len(found) > 1:
        return say(
            "{n} channels must be connected again, or no post goes out there.",
            "{n} kanal harus dihubungkan lagi, atau tidak ada posting yang terbit di sana.",
            n=len(found),
        )
    name = found[0].channel.name
    if broken:
        return say(
            "{name} is cut off: its posts wait until it is connected again.",
            "{name} terputus: postingnya menunggu sampai dihubungkan lagi.",
            name=name,
        )
    return say(
        "The log-in of {name} ends soon. Connect it again before that.",
        "Login {name} segera berakhir. Hubungkan lagi sebelum itu.",
        name=name,
    )


def _calls(row: Connection, now: datetime) -> bool:
    ends = accounts.account_without_secrets(row).log_in_ends
    return row.state == "broken" or (ends is not None and ends <= now + SOON)


def _card(
    row: Connection,
    counts: tuple[int, int],
    offered: dict[tuple[str, str], Way],
    now: datetime,
) -> Card:
    able, account = _able(row), accounts.account_without_secrets(row)
    tone, state, line, fix = _state(row, account.log_in_ends, now)
    return Card(
        row=row,
        network=catalogue()[row.channel.network],
        way=offered.get((row.channel.network, row.sign_in)) or _first(row, offered.values()),
        tone=tone,
        state=state,
        line=line,
        fix=fix,
        retry=RETRY[able.retry] if able else None,
        blind=able is not None and CLASSES[able.retry].ask is Ask.PERSON,
        ends=account.log_in_ends or row.expires_at,
        renewed=account.log_in_ends is None and row.expires_at is not None,
        limits=limits(able) if able else (),
        notes=notes(able) if able else (),
        waiting=counts[0],
        planned=counts[1],
    )


def _able(row: Connection) -> Capabilities | None:
    network = accounts.networks().get(row.channel.network)
    return network.capabilities(accounts.account_without_secrets(row)) if network else None


def _first(row: Connection, offered: Iterable[Way]) -> Way | None:
    """Another way to the same network, where the one that was used is no longer offered."""
    return next((way for way in offered if way.network.id == row.channel.network), None)


def _state(
    row: Connection, ends: datetime | None, now: datetime
) -> tuple[str, Text, Text | None, Text | None]:
    why, fix = _problem(row)
    if row.state == "off":
        return "plain", Text("disconnected", "diputus"), _OFF, None
    if row.state == "broken":
        return "bad", Text("cut off", "terputus"), why, fix
    if ends is not None and ends <= now + SOON:
        return "warn", Text("ends soon", "segera berakhir"), _ENDS, None
    if row.paused_at is not None:
        return "warn", Text("paused", "dijeda"), _PAUSED, None
    if row.held_until is not None and row.held_until > now:
        return "warn", Text("waits", "menunggu"), _HELD, None
    if why is not None:
        return "warn", Text("no answer at the last check", "tak menjawab saat diperiksa"), why, fix
    return "ok", Text("works", "berfungsi"), None, None


def _problem(row: Connection) -> tuple[Text | None, Text | None]:
    said = row.problem or {}
    return tuple(Text.from_dict(said[k]) if k in said else None for k in ("why", "fix"))  # type: ignore[return-value]


def _counts(scope: Scope, channels: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """Posts that wait for the log-in, and those planned, by channel."""
    rows = within(Delivery, scope.id).filter(channel_id__in=channels)
    found = rows.values_list("channel_id").annotate(
        waiting=Count("id", filter=Q(state="needs_auth")),
        planned=Count("id", filter=Q(state="scheduled")),
    )
    return {channel: (waiting, planned) for channel, waiting, planned in found.order_by()}


def _by_network(offered: list[Way]) -> dict[str, list[Way]]:
    found: dict[str, list[Way]] = {}
    for way in offered:
        found.setdefault(way.network.id, []).append(way)
    return found


def late_choices() -> list[tuple[str, Text]]:
    return [(each.value, LATE[each]) for each in Late]


_OFF = Text(
    "The log-in was taken away. What is planned waits until the channel is connected again.",
    "Login sudah dihapus. Yang direncanakan menunggu sampai kanal dihubungkan lagi.",
)
_ENDS = Text(
    "The network ends this log-in then, and it cannot be renewed.",
    "Jaringan mengakhiri login ini saat itu, dan tidak bisa diperbarui.",
)
_PAUSED = Text(
    "Nothing is sent until you resume. A post whose time passes meets its late policy.",
    "Tidak ada yang dikirim sampai dilanjutkan. Posting yang lewat waktu ikut kebijakan telat.",
)
_HELD = Text(
    "The network asked to wait. Sending goes on by itself.",
    "Jaringan meminta menunggu. Pengiriman berlanjut sendiri.",
)
