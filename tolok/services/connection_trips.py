"""People on the way to a network and back. A trip counts once, for one person in one browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text
from tolok.lib.ids import digest
from tolok.services.access import Actor, Scope, record
from tolok.services.seals import open_sealed, seal
from tolok.store.models import Channel, SignInTrip

TRIP_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trip:
    """Send the person to `url`; the network sends them back to us."""

    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is known of a trip at its end. `keep` is what the sign-in needs then."""

    network: str
    sign_in: str
    channel: Channel | None
    keep: Mapping[str, str] = field(repr=False)


def leave(
    scope: Scope, url: str, what: UnderWay, *, state: str, session: str, now: datetime
) -> Trip:
    """Only hashes of `state` and `session` are stored."""
    _is_page(url)
    with transaction.atomic():
        SignInTrip.objects.filter(created_at__lt=now - TRIP_LIFE).delete()
        SignInTrip.objects.create(
            workspace=scope.workspace,
            state_hash=digest(state),
            session_hash=digest(session),
            network=what.network,
            sign_in=what.sign_in,
            channel=what.channel,
            sealed=seal(what.keep),
            user=scope.actor.user,
        )
        subject = str(what.channel.id) if what.channel else ""
        record(scope, scope.actor, "connection.begun", subject, network=what.network)
    return Trip(url)


def come_back(actor: Actor, state: str, session: str, now: datetime) -> tuple[str, UnderWay]:
    """The workspace's slug and the trip, which is over now. Raises ProblemError."""
    with transaction.atomic():
        trip = _of(actor, state, session, now)
        if trip is None:
            raise ProblemError(_NO_TRIP)
        found = UnderWay(trip.network, trip.sign_in, trip.channel, open_sealed(trip.sealed))
        slug = trip.workspace.slug
        trip.delete()
    return slug, found


def whither(actor: Actor, state: str, session: str, now: datetime) -> str:
    """The slug of the workspace that a trip began in; "" when it is none of this browser."""
    with transaction.atomic():
        trip = _of(actor, state, session, now)
        return trip.workspace.slug if trip else ""


def _of(actor: Actor, state: str, session: str, now: datetime) -> SignInTrip | None:
    rows = SignInTrip.objects.select_for_update(of=("self",)).select_related("workspace", "channel")
    trip = rows.filter(state_hash=digest(state), created_at__gte=now - TRIP_LIFE).first()
    if trip is None or not session or actor.user is None or trip.user_id != actor.user.id:
        return None
    return trip if compare_digest(trip.session_hash, digest(session)) else None


def _is_page(url: str) -> None:
    """A server tells where its log-in page is; only a web page may be opened there."""
    parts = urlsplit(url)
    plain = parts.scheme == "http" and (settings.OWN_NETWORKS or is_loopback(parts.hostname or ""))
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise ProblemError(_NO_PAGE)


def is_loopback(host: str) -> bool:
    """Is it this machine itself? The one place where http without s is safe."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_NO_TRIP = Problem(
    type="sign-in-lost",
    title=Text("This sign-in cannot be finished", "Proses masuk ini tidak bisa diselesaikan"),
    detail=Text(
        "It was finished already, is older than an hour, or began in another browser.",
        "Sudah diselesaikan, lebih dari satu jam, atau dimulai di peramban lain.",
    ),
    fix=Text("Start to connect again.", "Mulai hubungkan lagi."),
    status=400,
)
_NO_PAGE = Problem(
    type="network-said-no",
    title=Text("The network did not agree", "Jaringan tidak menyetujui"),
    detail=Text(
        "The server names a log-in page that is no secure web page.",
        "Server menyebut halaman masuk yang bukan halaman web aman.",
    ),
    fix=Text("Check the address of the server.", "Periksa alamat servernya."),
    status=422,
)
