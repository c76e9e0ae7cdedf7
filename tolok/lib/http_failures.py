"""The outcome that each failure of a call is. Names no address: addresses may hold secrets."""

import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta

import httpx

from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit, Refused, Temporary
from tolok.core.text import Text, say
from tolok.lib.rate_headers import rate_limit, retry_after

_CHANGES_NOTHING = frozenset(("GET", "HEAD", "OPTIONS"))
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_LOOK = Text(
    "Check on the network whether it is still there.", "Periksa di jaringannya apakah masih ada."
)
_PERMANENT: Mapping[int, tuple[Cause, Text, Text]] = {
    401: (
        Cause.AUTH_EXPIRED,
        Text(
            "The network no longer accepts the log-in.", "Jaringan tidak lagi menerima login-nya."
        ),
        _RECONNECT,
    ),
    403: (
        Cause.PERMISSION,
        Text("The network does not permit this.", "Jaringan tidak mengizinkan hal ini."),
        Text(
            "Give Tolok the permission on the network, then connect the channel again.",
            "Beri Tolok izinnya di jaringan itu, lalu hubungkan lagi kanalnya.",
        ),
    ),
    404: (
        Cause.GONE,
        Text("The network does not know this address.", "Jaringan tidak mengenal alamat ini."),
        _LOOK,
    ),
    410: (
        Cause.GONE,
        Text("It has been removed from the network.", "Itu sudah dihapus dari jaringan."),
        _LOOK,
    ),
    413: (
        Cause.TOO_LARGE,
        Text("It is too large for the network.", "Ukurannya terlalu besar untuk jaringan itu."),
        Text("Send something smaller.", "Kirim yang lebih kecil."),
    ),
}


def of_status(status: int, method: str, headers: Mapping[str, str], now: datetime) -> Outcome:
    """What a status that is not good says by itself."""
    rate = rate_limit(headers, now)
    if status == 429:
        wait = retry_after(headers, now)
        if wait is None and rate is not None and rate.resets_at is not None:
            wait = max(rate.resets_at - now, timedelta(0))
        reason = Text("The network asks to wait.", "Jaringan meminta untuk menunggu.")
        return Temporary(reason, retry_after=wait, cause=Cause.RATE_LIMITED, rate=rate)
    if status >= 500 or status in (408, 425):
        return Temporary(
            say(
                "The network has trouble of its own (status {status}).",
                "Jaringan itu sendiri sedang bermasalah (status {status}).",
                status=status,
            ),
            retry_after=retry_after(headers, now),
            cause=Cause.SERVER_ERROR,
            maybe_done=status >= 500 and method not in _CHANGES_NOTHING,
            rate=rate,
        )
    if status in _PERMANENT:
        cause, reason, fix = _PERMANENT[status]
        return Permanent(reason, fix, cause=cause, rate=rate)
    if 300 <= status < 400:
        return Permanent(
            Text("The server has moved elsewhere.", "Server sudah pindah ke alamat lain."),
            Text("Enter its new address.", "Masukkan alamat barunya."),
            cause=Cause.MOVED,
            rate=rate,
        )
    return Permanent(
        say(
            "The network refuses the request (status {status}).",
            "Jaringan menolak permintaan itu (status {status}).",
            status=status,
        ),
        Text("Check what was sent, then try again.", "Periksa yang dikirim, lalu coba lagi."),
        cause=Cause.INVALID,
        rate=rate,
    )


def of_transport(error: httpx.TransportError, method: str) -> Outcome:
    """A call that ended without an answer. `maybe_done` unless the request surely never left."""
    if isinstance(error, httpx.LocalProtocolError):
        return Refused(Text("The request is malformed.", "Permintaannya tidak sahih."))
    if isinstance(error, httpx.UnsupportedProtocol):
        return Refused(Text("That is not a web address.", "Itu bukan alamat web."))
    if _is_certificate(error):
        return Permanent(
            Text(
                "The server cannot prove who it is: its certificate is not valid.",
                "Server tidak dapat membuktikan identitasnya: sertifikatnya tidak sah.",
            ),
            Text(
                "Check the address, or tell the owner of the server.",
                "Periksa alamatnya, atau beri tahu pemilik server.",
            ),
            cause=Cause.NETWORK_DOWN,
        )
    if isinstance(error, _NOTHING_SENT):
        return Temporary(Text("The server cannot be reached.", "Server tidak dapat dihubungi."))
    return _no_answer(method)


def too_slow(method: str, *, sent: bool) -> Outcome:
    if not sent:
        return Temporary(
            Text("The server cannot be reached in time.", "Server tidak terhubung pada waktunya.")
        )
    return _no_answer(method)


def unreadable(method: str, rate: RateLimit | None = None) -> Outcome:
    """An answer came and makes no sense."""
    return Temporary(
        Text("The answer of the server cannot be read.", "Jawaban server tidak dapat dibaca."),
        cause=_cause(method, Cause.SERVER_ERROR),
        maybe_done=method not in _CHANGES_NOTHING,
        rate=rate,
    )


def too_large(method: str, max_bytes: int) -> Outcome:
    return Permanent(
        say(
            "The answer of the server is larger than {size} MB.",
            "Jawaban server lebih besar daripada {size} MB.",
            size=max_bytes / 1_000_000,
        ),
        Text("Choose something smaller.", "Pilih yang lebih kecil."),
        cause=_cause(method, Cause.TOO_LARGE),
        maybe_done=method not in _CHANGES_NOTHING,
    )


def too_many_hops() -> Outcome:
    return Permanent(
        Text("The server redirects in circles.", "Server mengalihkan berputar-putar."),
        Text("Enter the address it is meant to lead to.", "Masukkan alamat tujuan akhirnya."),
        cause=Cause.MOVED,
    )


def _no_answer(method: str) -> Outcome:
    return Temporary(
        Text(
            "The server took the request and gave no whole answer.",
            "Server menerima permintaan, tetapi jawabannya tidak utuh.",
        ),
        cause=_cause(method, Cause.NETWORK_DOWN),
        maybe_done=method not in _CHANGES_NOTHING,
    )


def _cause(method: str, harmless: Cause) -> Cause:
    return harmless if method in _CHANGES_NOTHING else Cause.AMBIGUOUS


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
