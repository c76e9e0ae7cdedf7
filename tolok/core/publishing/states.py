"""The delivery of one post to one account: the whole machine is the table below.

It says which step may follow which. It moves nothing and keeps no time: services do.
"""

from collections.abc import Mapping
from datetime import timedelta

from tolok.core.publishing.machine import State, StateError, faults
from tolok.core.text import Text

START = "draft"


def _to(*names: str) -> frozenset[str]:
    return frozenset(names)


def _seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


# Anyone who plans may take a post back to draft or cancel it as long as no worker holds it.
_TAKEN_BACK = ("draft", "cancelled")

STATES: Mapping[str, State] = {
    "draft": State(
        next=_to("in_review", "scheduled", "cancelled"),
        name=Text("Draft", "Draf"),
        words=Text("Nothing is planned yet.", "Belum ada yang direncanakan."),
    ),
    "in_review": State(
        next=_to("approved", "expired", *_TAKEN_BACK),
        give_up=timedelta(days=90),
        gives_up_to="expired",
        name=Text("In review", "Menunggu persetujuan"),
        words=Text("It waits for approval.", "Posting ini menunggu persetujuan."),
    ),
    "approved": State(
        next=_to("scheduled", "expired", *_TAKEN_BACK),
        give_up=timedelta(days=90),
        gives_up_to="expired",
        name=Text("Approved", "Disetujui"),
        words=Text("It is approved and has no time yet.", "Sudah disetujui, belum ada waktunya."),
    ),
    "expired": State(
        next=_to(*_TAKEN_BACK),
        name=Text("Expired", "Kedaluwarsa"),
        words=Text(
            "Nobody approved it, or gave it a time, before its last day.",
            "Tidak ada yang menyetujui atau memberi waktu sebelum hari terakhirnya.",
        ),
    ),
    "scheduled": State(
        next=_to("claimed", "late", "missed", "needs_auth", *_TAKEN_BACK),
        due=True,
        name=Text("Scheduled", "Terjadwal"),
        words=Text("It will be sent at its time.", "Akan dikirim pada waktunya."),
    ),
    "late": State(
        next=_to("scheduled", "missed", *_TAKEN_BACK),
        name=Text("Late", "Terlambat"),
        words=Text(
            "Its time passed while nothing could be sent.",
            "Waktunya lewat saat tidak ada yang dapat dikirim.",
        ),
    ),
    "missed": State(
        next=_to(*_TAKEN_BACK),
        name=Text("Missed", "Terlewat"),
        words=Text(
            "It was too late to be useful and was not sent.",
            "Sudah terlalu terlambat untuk berguna, jadi tidak dikirim.",
        ),
    ),
    "claimed": State(
        next=_to(
            "preparing",
            "scheduled",
            "waiting_retry",
            "waiting_rate",
            "needs_auth",
            "failed",
            "cancelled",
        ),
        lease=_seconds(60),
        lapses_to="scheduled",
        name=Text("Being taken up", "Mulai diproses"),
        words=Text("A worker has taken it up.", "Sebuah pekerja sudah mengambilnya."),
    ),
    "preparing": State(
        next=_to(
            "prepared",
            "reconciling",
            "waiting_retry",
            "waiting_rate",
            "needs_auth",
            "failed",
            "cancelled",
        ),
        lease=_seconds(60),
        lapses_to="reconciling",
        name=Text("Preparing", "Menyiapkan"),
        words=Text(
            "Pictures and videos are being uploaded. Nothing is visible yet.",
            "Gambar dan video sedang diunggah. Belum ada yang terlihat.",
        ),
    ),
    "prepared": State(
        next=_to("committing", "reconciling", "waiting_retry", "waiting_rate", "cancelled"),
        lease=_seconds(60),
        lapses_to="reconciling",
        name=Text("Ready to send", "Siap dikirim"),
        words=Text("All is uploaded; it goes out next.", "Semua terunggah; segera dikirim."),
    ),
    "committing": State(
        next=_to("published", "failed", "unknown", "waiting_retry", "waiting_rate", "needs_auth"),
        lease=_seconds(60),
        lapses_to="unknown",
        name=Text("Sending", "Mengirim"),
        words=Text("It is being sent.", "Sedang dikirim."),
    ),
    "waiting_retry": State(
        next=_to("claimed", "late", "missed", "needs_auth", "failed", *_TAKEN_BACK),
        retry=_seconds(30),
        give_up=timedelta(hours=24),
        gives_up_to="failed",
        due=True,
        name=Text("Will be tried again", "Akan dicoba lagi"),
        words=Text("The last try did not go out.", "Percobaan terakhir tidak terkirim."),
    ),
    "waiting_rate": State(
        next=_to("claimed", "late", "missed", "needs_auth", "failed", *_TAKEN_BACK),
        retry=_seconds(60),
        give_up=timedelta(hours=48),
        gives_up_to="failed",
        due=True,
        name=Text("Waiting for the network's limit", "Menunggu batas jaringan"),
        words=Text(
            "The network accepts no more posts for now.",
            "Untuk sementara jaringan tidak menerima posting lagi.",
        ),
    ),
    "needs_auth": State(
        next=_to("scheduled", "late", "missed", *_TAKEN_BACK),
        name=Text("Needs a new connection", "Perlu dihubungkan ulang"),
        words=Text(
            "The network no longer accepts the connection of this channel.",
            "Jaringan tidak lagi menerima sambungan kanal ini.",
        ),
    ),
    # Never sent again before the network was asked.
    "unknown": State(
        next=_to("reconciling"),
        retry=_seconds(10),
        due=True,
        name=Text("Unsure", "Belum pasti"),
        words=Text(
            "It was sent, but no answer came back.", "Sudah dikirim, tetapi tidak ada jawaban."
        ),
    ),
    "reconciling": State(
        next=_to("published", "waiting_retry", "unknown", "person_decides", "failed"),
        lease=_seconds(60),
        lapses_to="unknown",
        name=Text("Asking the network", "Menanyakan ke jaringan"),
        words=Text(
            "The network is asked whether the post is there.",
            "Jaringan ditanya apakah posting itu sudah ada.",
        ),
    ),
    "person_decides": State(
        next=_to("published", "scheduled", "reconciling", "cancelled"),
        name=Text("You decide", "Anda yang memutuskan"),
        words=Text(
            "The network could not tell whether the post went out.",
            "Jaringan tidak dapat memastikan apakah posting itu terkirim.",
        ),
    ),
    "failed": State(
        next=_to("scheduled", *_TAKEN_BACK),
        name=Text("Failed", "Gagal"),
        words=Text("It did not go out.", "Posting ini tidak terkirim."),
    ),
    "published": State(
        next=_to("edited", "deleted"),
        name=Text("Published", "Terbit"),
        words=Text("It is on the network.", "Sudah ada di jaringan."),
    ),
    "edited": State(
        next=_to("edited", "deleted"),
        name=Text("Edited", "Disunting"),
        words=Text(
            "It is on the network and was changed there.",
            "Sudah ada di jaringan dan telah diubah di sana.",
        ),
    ),
    "deleted": State(
        next=_to(),
        end=True,
        name=Text("Deleted", "Dihapus"),
        words=Text("It was taken off the network.", "Sudah dihapus dari jaringan."),
    ),
    "cancelled": State(
        next=_to(),
        end=True,
        name=Text("Cancelled", "Dibatalkan"),
        words=Text("It will not be sent.", "Tidak akan dikirim."),
    ),
}


def allowed(before: str, after: str) -> bool:
    """May `after` follow `before`? A name that is not in the table is a programming error."""
    state(after)
    return after in state(before).next


def step(before: str, after: str) -> str:
    """`after`, once it is sure that it may follow `before`."""
    if not allowed(before, after):
        raise StateError(f"{after} may not follow {before}")
    return after


def state(name: str) -> State:
    try:
        return STATES[name]
    except KeyError:
        raise StateError(f"there is no delivery state {name!r}") from None


def due_states() -> frozenset[str]:
    """The states of the due query: `due_at <= now and state in (…)`."""
    return frozenset(name for name, each in STATES.items() if each.due)


def held_states() -> frozenset[str]:
    """The states in which a worker holds the row; a run-out lease makes such a row due too."""
    return frozenset(name for name, each in STATES.items() if each.lease)


if _FAULTS := faults(STATES, START):
    raise StateError("; ".join(_FAULTS))
