"""Whose posts moved the KPI of a goal: its figure by author over the goal's days so far.

Only where posts name their authors. A KPI that is not read by post names nobody; a share is shown
only of what may be added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tolok.core.goals.goal import Nature
from tolok.core.query import KpiRef, Period, Series
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.figures import Ask, figures
from tolok.services.goal_reading import Standing
from tolok.services.numbers_held import held

MOST = 8
NOBODY = Text("No author named", "Tanpa nama penulis")


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """`value` None: not known of these posts. `share` of the sum; None where none may be made."""

    name: Text
    posts: int | None
    value: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Authors:
    """Most first. `more`: authors beyond the rows. `note` says how to read the rows, or why none
    has a value."""

    rows: tuple[AuthorRow, ...]
    more: int
    note: Text


def authors_of(scope: Scope, found: Standing) -> Authors | None:
    """None while no measure, no day or no author is known."""
    main = found.main
    if main is None or found.goal.start is None or not held(scope).values.get("author"):
        return None
    last = min(found.day, main.window.end)
    if last < found.goal.start:
        return None
    rows = main.target.scope
    ask = Ask(
        (KpiRef(main.target.kpi, main.target.variant), KpiRef("posts_published")),
        Period(found.goal.start, last),
        channels=rows.channels,
        by=("author",),
        where=rows.segments(),
    )
    values, posts = (_by_author(answer) for answer in figures(scope, ask))
    return _listed(values, posts, added=main.target.nature is Nature.TOTAL)


def authors_dict(found: Authors | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "authors": [
            {"name": r.name.as_dict(), "posts": r.posts, "value": r.value, "share": r.share}
            for r in found.rows
        ],
        "more": found.more,
        "note": found.note.as_dict(),
    }


def _by_author(answer: object) -> dict[str, float | None]:
    if not isinstance(answer, Series):
        return {}
    return {p.key[0]: _number(p.cell.value) for p in answer.points}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _listed(
    values: dict[str, float | None], posts: dict[str, float | None], *, added: bool
) -> Authors | None:
    names = {*values, *posts}
    if not names - {""}:
        return None
    whole = sum(v for v in values.values() if v is not None) if added else 0.0
    made = [
        AuthorRow(
            name=Text.same(name) if name else NOBODY,
            posts=_whole(posts.get(name)),
            value=values.get(name),
            share=_share(values.get(name), whole),
        )
        for name in sorted(names, key=lambda n: (-(values.get(n) or 0.0), -(posts.get(n) or 0), n))
    ]
    return Authors(tuple(made[:MOST]), max(len(made) - MOST, 0), _note(made, added=added))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _share(value: float | None, whole: float) -> float | None:
    return value / whole if value is not None and whole else None


def _note(rows: Sequence[AuthorRow], *, added: bool) -> Text:
    if all(row.value is None for row in rows):
        return Text(
            "This KPI is read by channel and not by post, so it can be laid to no author.",
            "KPI ini dibaca per kanal, bukan per post, jadi tidak dapat dikaitkan ke penulis.",
        )
    how = (
        Text("Shares are of all that the posts brought.", "Bagian dari semua hasil post.")
        if added
        else Text("Rates of each author's posts.", "Tingkat dari post tiap penulis.")
    )
    return say(
        "{h} What a post brings depends on its subject, day and budget too.",
        "{h} Hasil sebuah post juga bergantung pada topik, hari, dan anggarannya.",
        h=how,
    )
