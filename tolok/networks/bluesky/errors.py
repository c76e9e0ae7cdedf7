"""What a refusal means, by the name in its body first: these servers answer 400 to a bad token.

Names as in the lexicons (@atproto/api 0.21.0) and as @atproto/pds 0.5.35 gives them.
"""

from collections.abc import Mapping

from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.publishing.http import Response
from tolok.core.text import Text, say
from tolok.lib import http_failures
from tolok.lib.answers import about, line

_RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_EXPIRED = (
    Cause.AUTH_EXPIRED,
    Text(
        "Bluesky no longer accepts the log-in.",
        "Bluesky tidak lagi menerima login-nya.",
    ),
    _RECONNECT,
)
_SCOPE = (
    Cause.PERMISSION,
    Text(
        "The log-in does not permit this.",
        "Login ini tidak mengizinkan hal tersebut.",
    ),
    Text(
        "Connect the channel again and grant all that is asked for.",
        "Hubungkan lagi kanalnya dan setujui semua yang diminta.",
    ),
)
_CLOSED = (
    Cause.PERMISSION,
    Text(
        "The account is closed: deactivated, suspended or taken down.",
        "Akun ini ditutup: dinonaktifkan, ditangguhkan, atau dihapus.",
    ),
    Text(
        "Open the account in the Bluesky app and follow what it says there.",
        "Buka akunnya di aplikasi Bluesky dan ikuti petunjuk di sana.",
    ),
)
_GONE = (
    Cause.GONE,
    Text("It is no longer there.", "Itu sudah tidak ada."),
    Text("Look on Bluesky whether it was deleted.", "Periksa di Bluesky apakah sudah dihapus."),
)
_MEDIA = (
    Cause.MEDIA_REJECTED,
    Text("Bluesky refused a picture or video.", "Bluesky menolak gambar atau video."),
    Text(
        "Choose a smaller file, or add it to the post again.",
        "Pilih berkas yang lebih kecil, atau tambahkan lagi ke posting.",
    ),
)
_CHANGED = (
    Cause.DUPLICATE,
    Text(
        "A different post is there under the same key: somebody changed it on Bluesky.",
        "Sudah ada posting lain dengan kunci yang sama: ada yang mengubahnya di Bluesky.",
    ),
    Text(
        "Look at the post on Bluesky. To send this text too, duplicate the post.",
        "Lihat postingnya di Bluesky. Untuk mengirim teks ini juga, duplikatkan postingnya.",
    ),
)
_NO_MAIN = (
    Cause.AUTH_EXPIRED,
    Text(
        "This account asks for a code by e-mail, so its main password does not do.",
        "Akun ini meminta kode lewat email, jadi kata sandi utamanya tidak bisa dipakai.",
    ),
    Text(
        "Make an app password in Bluesky's settings and enter that.",
        "Buat kata sandi aplikasi di setelan Bluesky, lalu masukkan.",
    ),
)
_NAMED: Mapping[str, tuple[Cause, Text, Text]] = {
    "ExpiredToken": _EXPIRED,
    "InvalidToken": _EXPIRED,
    "AuthMissing": _EXPIRED,
    "AuthenticationRequired": _EXPIRED,
    "invalid_token": _EXPIRED,
    "invalid_grant": _EXPIRED,
    "invalid_dpop_proof": _EXPIRED,
    "insufficient_scope": _SCOPE,
    "ScopeMissingError": _SCOPE,
    "Forbidden": _SCOPE,
    "AuthFactorTokenRequired": _NO_MAIN,
    "AccountTakedown": _CLOSED,
    "AccountDeactivated": _CLOSED,
    "AccountSuspended": _CLOSED,
    "RepoTakendown": _CLOSED,
    "RepoDeactivated": _CLOSED,
    "RepoSuspended": _CLOSED,
    "RecordNotFound": _GONE,
    "RepoNotFound": _GONE,
    "BlobNotFound": _MEDIA,
    "BlobTooLarge": _MEDIA,
    "InvalidMimeType": _MEDIA,
    "PayloadTooLarge": _MEDIA,
    "InvalidSwap": _CHANGED,
}


def accepted(said: Response, method: str) -> Response:
    """Itself when it is good; else the outcome is raised."""
    if 200 <= said.status < 300:
        return said
    raise refusal(said, method)


def refusal(said: Response, method: str) -> Outcome:
    """A limit or a trouble of the server is told by the status, all else by the name."""
    name, words = told(said)
    if said.status == 429 or said.status >= 500 or not name:
        return http_failures.of_status(said.status, method, said.headers, said.received_at)
    if name in _NAMED:
        cause, reason, fix = _NAMED[name]
        return Permanent(reason, fix, cause=cause, rate=said.rate)
    if said.status in (401, 403):
        return http_failures.of_status(said.status, method, said.headers, said.received_at)
    return Permanent(
        say(
            "Bluesky refuses it and says: {words}",
            "Bluesky menolaknya dan menyatakan: {words}",
            words=words or name,
        ),
        Text("Mend what it names, then try again.", "Perbaiki yang disebut, lalu coba lagi."),
        cause=Cause.INVALID,
        rate=said.rate,
    )


def told(said: Response) -> tuple[str, str]:
    """Name and words of an error; "" for what is not there."""
    body = about(said)
    words = line(body.get("message")) or line(body.get("error_description"))
    return line(body.get("error")), words


def unreadable(said: Response, method: str) -> Outcome:
    """A good status with an answer that does not hold what it must: nobody knows what was done."""
    return http_failures.unreadable(method, said.rate)


def not_done(said: Response) -> Temporary:
    """The server asks for a fresh proof of the key first: nothing was carried out."""
    return Temporary(
        Text("The server asks to prove the log-in anew.", "Server meminta pembuktian login ulang."),
        cause=Cause.NETWORK_DOWN,
        rate=said.rate,
    )
