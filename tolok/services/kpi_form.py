"""A KPI as plain data: the JSON contract of `tolok kpi list|guide` and the API."""

import re
from typing import Any

from tolok.core.kpi.spec import Term, Variant
from tolok.services.kpis import Used


def used_dict(used: Used) -> dict[str, Any]:
    """Everything the guide shows, and this workspace's settings."""
    spec = used.spec
    return {
        "id": spec.id,
        "name": spec.name.as_dict(),
        "group": spec.group,
        "unit": spec.unit,
        "better": spec.better,
        "min_n": spec.min_n,
        "definition": spec.definition.as_dict(),
        "read": spec.read.as_dict(),
        "misleads": spec.misleads.as_dict(),
        "goals": list(spec.goals),
        "aggregation": {
            "time": spec.rule.time,
            "posts": spec.rule.posts,
            "accounts": spec.rule.accounts,
        },
        "variants": [variant_dict(v) for v in spec.variants],
        "jargon": [{"short": j.short, "words": j.words.as_dict()} for j in spec.jargon],
        "reference": spec.reference,
        "custom": used.custom,
        "enabled": used.enabled,
        "parked": used.parked,
        "owner": used.owner,
        "purpose": used.purpose,
        "objective": used.objective,
    }


def variant_dict(variant: Variant) -> dict[str, Any]:
    return {
        "id": variant.id,
        "kind": variant.kind.value,
        "name": variant.name.as_dict(),
        "formula": formula(variant),
        "numerator": [t.measure for t in variant.numerator],
        "denominator": [t.measure for t in variant.denominator],
        "scale": variant.scale,
        "unit": variant.unit,
        "sources": [s.value for s in variant.sources],
        "note": variant.note.as_dict() if variant.note else None,
    }


def id_from(name: str) -> str:
    """An id made of a name: `Saves per post` → `saves_per_post`; "" when nothing is left."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return re.sub(r"^[0-9_]+", "", plain)[:60].rstrip("_")


def formula(variant: Variant) -> str:
    """The formula as people read it: `(likes + comments + shares) ÷ reach`."""
    top = _side(variant.numerator)
    if not variant.denominator:
        return top
    over = f"{_bracket(top)} ÷ {_bracket(_side(variant.denominator))}"
    return f"{over} × {variant.scale:g}" if variant.scale != 1 else over


def _side(terms: tuple[Term, ...]) -> str:
    parts = []
    for index, term in enumerate(terms):
        sign = "−" if term.weight < 0 else "+" if index else ""
        size = abs(term.weight)
        factor = "" if size == 1 else f"{size:g} × "
        parts.append(f"{sign} {factor}{term.measure}".strip())
    return " ".join(parts)


def _bracket(side: str) -> str:
    return f"({side})" if " " in side else side
