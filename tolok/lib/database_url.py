"""A PostgreSQL address as Django's database settings. What it cannot use is refused by name.

No message repeats the address: it holds a password.
"""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

_SCHEMES = ("postgres", "postgresql")
# Those of libpq that say how to connect; the rest of an address says where.
_OPTIONS = {
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"),
    *("options", "target_session_attrs", "channel_binding", "gssencmode", "keepalives"),
}
_DEFAULTS = {"connect_timeout": "10", "application_name": "tolok"}


def postgresql(url: str) -> dict[str, Any]:
    """Settings of `postgresql://USER:PASSWORD@HOST:PORT/NAME?sslmode=require`.

    A host that begins with %2F is the folder of a socket. ProblemError says what is wrong.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(_ODD) from None
    if parts.scheme not in _SCHEMES:
        raise _refused(_SCHEME)
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in unquote(url)):
        raise _refused(_SIGN)  # the driver ends an address at a NUL, and then connects elsewhere
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name or parts.fragment:
        raise _refused(_NAME)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise _refused(say("There is no option {o}.", "Tidak ada opsi {o}.", o=", ".join(unknown)))
    if find_spec("psycopg") is None:
        raise ProblemError(_NO_DRIVER)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {**_DEFAULTS, **options},
        # Each request has a thread of its own, and with it ends the connection.
        "CONN_MAX_AGE": 0,
    }


def _refused(detail: Text) -> ProblemError:
    return ProblemError(
        Problem(
            type="database-address",
            title=Text(
                "The address of the database cannot be used",
                "Alamat basis data tidak dapat dipakai",
            ),
            detail=detail,
            fix=Text(
                "Set TOLOK_DATABASE_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME, with signs such "
                "as @ / # written as %40 %2F %23; or set it to nothing, which means SQLite.",
                "Atur TOLOK_DATABASE_URL=postgresql://PENGGUNA:SANDI@HOST:PORTA/NAMA, dan tulis "
                "tanda @ / # sebagai %40 %2F %23; atau kosongkan, yang berarti SQLite.",
            ),
            status=422,
        )
    )


_ODD = Text(
    "Its host or port cannot be read.",
    "Host atau portanya tidak terbaca.",
)
_SIGN = Text(
    "It holds a character that cannot be part of an address.",
    "Alamatnya memuat karakter yang tidak dapat menjadi bagian alamat.",
)
_SCHEME = Text(
    "It does not begin with postgresql://; other databases are not supported.",
    "Alamatnya tidak diawali postgresql://; basis data lain tidak didukung.",
)
_NAME = Text(
    "It does not end with /NAME, the name of one database.",
    "Alamatnya tidak diakhiri /NAMA, yaitu nama satu basis data.",
)
_NO_DRIVER = Problem(
    type="database-address",
    title=Text("The PostgreSQL driver is missing", "Penggerak PostgreSQL tidak ada"),
    detail=Text(
        "The address names PostgreSQL, but psycopg is not installed.",
        "Alamatnya menyebut PostgreSQL, tetapi psycopg tidak terpasang.",
    ),
    fix=Text(
        "Install it beside Tolok: pip install 'psycopg[binary]'.",
        "Pasang di samping Tolok: pip install 'psycopg[binary]'.",
    ),
    status=422,
)
