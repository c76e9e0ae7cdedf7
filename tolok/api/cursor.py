"""Long lists by pages: `items`, and `next`, a cursor to pass back as it is, or null at the end."""

from base64 import b64decode, urlsafe_b64encode
from typing import Annotated, Any

from ninja import Query

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text

MOST_DIGITS = 12  # no list is longer, and databases count no further than 19
Limit = Annotated[int, Query(ge=1, le=1000)]


def page(items: list[Any], after: str) -> dict[str, Any]:
    """A page, with the cursor behind its last item; `after` is empty on the last page."""
    return {"items": items, "next": encoded(after, more=bool(after))}


def encoded(after: str, *, more: bool) -> str | None:
    return urlsafe_b64encode(after.encode()).decode().rstrip("=") if more else None


def decoded(cursor: str) -> str:
    """What a cursor stands for; ProblemError for one that this server never gave."""
    padded = (cursor + "=" * (-len(cursor) % 4)).encode("ascii", "replace")
    try:
        return b64decode(padded, altchars=b"-_", validate=True).decode()
    except ValueError:
        raise _not_ours() from None


def place(cursor: str) -> int:
    """A cursor that counts items."""
    found = decoded(cursor)
    if not found.isdecimal() or len(found) > MOST_DIGITS:
        raise _not_ours()
    return int(found)


def _not_ours() -> ProblemError:
    return invalid(
        Text("This cursor is not one of ours.", "Kursor ini bukan dari sini."),
        Text(
            "Pass `next` of the last answer as it came.",
            "Kirim `next` dari jawaban terakhir apa adanya.",
        ),
    )
