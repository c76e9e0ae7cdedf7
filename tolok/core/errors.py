"""The one shape of an error a person can cause: what happened, why, and the next step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer to bad input, the same in the web pages, the API (RFC 9457) and the command line.

    `type` is a slug and names the docs page `docs/reference/problems.md#<type>`.
    `status` is the HTTP status; the command line exits with 2 for 400–422 and 1 otherwise.
    """

    type: str
    title: Text
    detail: Text
    fix: Text
    status: int = 400


class ProblemError(Exception):
    """Carries a `Problem` up to whoever asked; nothing in between may swallow it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.type}: {problem.detail.en}")
        self.problem = problem


def not_found(what: Text) -> ProblemError:
    """Also the answer to an outsider: that something exists is itself a secret."""
    return ProblemError(
        Problem(
            type="not-found",
            title=Text("Not found", "Tidak ditemukan"),
            detail=Text(
                f"There is no {what.en} here that you may see.",
                f"Tidak ada {what.id} di sini yang boleh Anda lihat.",
            ),
            fix=Text(
                "Check the address, or ask the owner of the workspace for access.",
                "Periksa alamatnya, atau minta akses kepada pemilik ruang kerja.",
            ),
            status=404,
        )
    )


def unknown_name(kind: Text, name: str, known: Iterable[str]) -> ProblemError:
    """A name that is not in a list which the asker may see: says which names are like it."""
    near = get_close_matches(name.casefold(), sorted(known), n=3, cutoff=0.6)
    problem = not_found(Text(f"{kind.en} {name!r}", f"{kind.id} {name!r}")).problem
    if near:
        names = ", ".join(near)
        fix = Text(f"Did you mean: {names}?", f"Maksud Anda: {names}?")
        problem = replace(problem, fix=fix)
    return ProblemError(problem)


def unkeepable() -> ProblemError:
    """A value that the database refuses: too long, too large, or holding no real characters."""
    return invalid(
        Text(
            "A value is too long or too large, or holds a character that is none.",
            "Ada nilai yang terlalu panjang atau besar, atau memuat karakter tak sah.",
        ),
        Text("Correct it and send it again.", "Perbaiki lalu kirim lagi."),
    )


def invalid(detail: Text, fix: Text, *, type: str = "invalid-input") -> ProblemError:
    """Input that was understood but cannot be used."""
    return ProblemError(
        Problem(
            type=type,
            title=Text("That cannot be used", "Itu tidak dapat dipakai"),
            detail=detail,
            fix=fix,
            status=422,
        )
    )
