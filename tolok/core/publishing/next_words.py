"""What happens next to a post, and when, in both languages: one answer for every state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from tolok.core.publishing.states import state
from tolok.core.publishing.when import when
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of a delivery. `due` is its own next time; `until` when the wait is over."""

    now: datetime
    zone: tzinfo
    network: Text
    due: datetime | None = None
    until: datetime | None = None  # given up, or expired, at this moment
    attempt: int = 0  # sends so far
    workers: bool = True  # False: no worker has reported lately
    queued_cancel: bool = False


def next_words(current: str, outlook: Outlook) -> Text:
    """One or two sentences; never empty, whatever the state."""
    state(current)
    if outlook.queued_cancel:
        return Text(
            "Your cancel is kept. It takes effect before the post is sent.",
            "Pembatalan Anda disimpan dan berlaku sebelum posting dikirim.",
        )
    words = _WORDS[current](outlook)
    return words if outlook.workers or not _needs_worker(current) else _idle(words)


def _needs_worker(current: str) -> bool:
    return state(current).due or state(current).lease is not None


def _idle(words: Text) -> Text:
    return say(
        "No worker is running, so nothing is sent until one starts. {words}",
        "Tidak ada pekerja yang berjalan, jadi tidak ada yang dikirim sampai ada yang mulai. "
        "{words}",
        words=words,
    )


def _moment(outlook: Outlook, moment: datetime | None) -> Text:
    if moment is None or moment <= outlook.now:
        return Text("now", "sekarang")
    return when(moment, outlook.now, outlook.zone)


def _at(en: str, id: str, *, until: tuple[str, str] | None = None) -> Callable[[Outlook], Text]:
    """Words with the due time filled in, and a last sentence when the end of the wait is known."""

    def words(outlook: Outlook) -> Text:
        first = say(
            en, id, due=_moment(outlook, outlook.due), network=outlook.network, n=outlook.attempt
        )
        if until is None or outlook.until is None:
            return first
        last = say(*until, until=_moment(outlook, outlook.until))
        return Text(f"{first.en} {last.en}", f"{first.id} {last.id}")

    return words


_EXPIRES = (
    "Without it, it expires {until}.",
    "Tanpa itu, posting kedaluwarsa {until}.",
)
_FAILS = ("If nothing helps, it stops {until}.", "Bila tetap gagal, percobaan berhenti {until}.")

_WORDS: Mapping[str, Callable[[Outlook], Text]] = {
    "draft": _at(
        "Nothing happens until you give it a time.",
        "Tidak ada yang terjadi sampai Anda memberi waktu.",
    ),
    "in_review": _at(
        "It is planned once it is approved.", "Dijadwalkan setelah disetujui.", until=_EXPIRES
    ),
    "approved": _at(
        "Give it a time to plan it.", "Beri waktu untuk menjadwalkannya.", until=_EXPIRES
    ),
    "expired": _at(
        "Nothing more happens. Open it as a draft to plan it anew.",
        "Tidak ada lagi yang terjadi. Buka sebagai draf untuk merencanakannya lagi.",
    ),
    "scheduled": _at("It is sent to {network} {due}.", "Dikirim ke {network} {due}."),
    "late": _at(
        "It waits for you: send it now, give it a new time, or skip it.",
        "Menunggu Anda: kirim sekarang, beri waktu baru, atau lewati.",
    ),
    "missed": _at(
        "It is not sent. Open it as a draft to give it a new time.",
        "Tidak dikirim. Buka sebagai draf untuk memberi waktu baru.",
    ),
    "claimed": _at("It is being sent to {network}.", "Sedang dikirim ke {network}."),
    "preparing": _at(
        "It is sent to {network} once its media are uploaded.",
        "Dikirim ke {network} setelah medianya terunggah.",
    ),
    "prepared": _at("It is sent to {network} next.", "Segera dikirim ke {network}."),
    "committing": _at(
        "The answer of {network} is awaited. If none comes, {network} is asked before anything "
        "is sent again.",
        "Menunggu jawaban {network}. Bila tidak ada, {network} ditanya dulu sebelum apa pun "
        "dikirim lagi.",
    ),
    "waiting_retry": _at(
        "It is tried again {due} (sent {n} times so far).",
        "Dicoba lagi {due} (sudah {n} kali dikirim).",
        until=_FAILS,
    ),
    "waiting_rate": _at(
        "{network} accepts no more posts for now; it is sent {due}.",
        "Untuk sementara {network} tidak menerima posting lagi; dikirim {due}.",
        until=_FAILS,
    ),
    "needs_auth": _at(
        "It waits until the channel is connected to {network} again.",
        "Menunggu sampai kanal dihubungkan lagi ke {network}.",
    ),
    "unknown": _at(
        "{network} is asked {due} whether it is there. It is not sent again before that.",
        "{network} ditanya {due} apakah posting sudah ada. Sebelum itu tidak dikirim lagi.",
    ),
    "reconciling": _at(
        "{network} is being asked whether it is there. It is not sent again before that.",
        "{network} sedang ditanya apakah posting sudah ada. Sebelum itu tidak dikirim lagi.",
    ),
    "person_decides": _at(
        "Look at the profile on {network}, then say whether it is there. "
        "Nothing is sent until you do.",
        "Lihat profilnya di {network}, lalu beri tahu apakah posting itu ada. "
        "Tidak ada yang dikirim sampai Anda melakukannya.",
    ),
    "failed": _at(
        "Nothing more happens by itself. Mend the cause, then try again.",
        "Tidak ada lagi yang terjadi dengan sendirinya. Perbaiki penyebabnya, lalu coba lagi.",
    ),
    "published": _at(
        "Nothing more is sent. Its numbers are collected from now on.",
        "Tidak ada lagi yang dikirim. Angkanya dikumpulkan mulai sekarang.",
    ),
    "edited": _at(
        "Nothing more is sent. Its numbers are collected further.",
        "Tidak ada lagi yang dikirim. Angkanya terus dikumpulkan.",
    ),
    "deleted": _at(
        "Nothing more happens. Its last numbers are kept.",
        "Tidak ada lagi yang terjadi. Angka terakhirnya disimpan.",
    ),
    "cancelled": _at(
        "It is never sent. Duplicate it to use its text again.",
        "Tidak akan dikirim. Gandakan untuk memakai teksnya lagi.",
    ),
}
