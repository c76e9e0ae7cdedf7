"""A workspace's own KPI, made from a formula: the same `KpiSpec` the catalogue's files give."""

import re
from dataclasses import replace

from tolok.core.errors import invalid
from tolok.core.kpi.formula import parse, write
from tolok.core.kpi.kinds import usual_rule
from tolok.core.kpi.spec import KpiKind, KpiSpec, Variant
from tolok.core.text import Text, say

DIRECTIONS = ("up", "down", "neutral")
UNITS = ("count", "ratio", "percent", "currency", "seconds", "score")
MIN_N = 10
"""Posts below which a mean over posts gives no verdict (spec/kpis.md §5, trap 13)."""

_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")


def custom_kpi(
    id: str,
    name: Text,
    formula: str,
    *,
    owner: str,
    better: str = "up",
    unit: str = "",
    definition: Text | None = None,
    guide: Text | None = None,
    misleads: Text | None = None,
    goals: tuple[str, ...] = (),
) -> KpiSpec:
    """Check every field and build the KPI; ProblemError names the first that cannot be used.

    `unit` "" takes the one the formula gives. Texts left out are written from the formula.
    """
    if not _ID.fullmatch(id):
        raise invalid(
            say("“{x}” cannot be the id of a KPI.", "“{x}” tidak dapat menjadi id KPI.", x=id),
            Text(
                "Use 2–60 small letters, digits and _, a letter first.",
                "Pakai 2–60 huruf kecil, angka, dan _, diawali huruf.",
            ),
        )
    if not name.en.strip() or not name.id.strip():
        raise invalid(
            Text("The KPI has no name.", "KPI ini belum bernama."),
            Text(
                "Give it a name that says what is counted.", "Beri nama yang menyebut apa dihitung."
            ),
        )
    if not owner.strip():
        raise invalid(
            Text("The KPI has no owner.", "KPI ini belum punya penanggung jawab."),
            Text("Name who answers for it.", "Sebutkan siapa penanggung jawabnya."),
        )
    _one_of(better, DIRECTIONS, Text("direction", "arah"))
    variant = _with_unit(parse(formula, id="default"), unit)
    text = write(variant)
    return KpiSpec(
        id=id,
        name=name,
        group="custom",
        unit=variant.unit,
        better=better,
        rule=usual_rule(variant.kind),
        min_n=MIN_N if variant.kind in (KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS) else 0,
        definition=definition or say("Computed as {f}.", "Dihitung sebagai {f}.", f=text),
        read=guide or _GUIDE,
        misleads=misleads or variant.note or _MISLEADS,
        goals=goals,
        variants=(replace(variant, name=name),),
        owner=owner,
        min_of="posts" if variant.kind in (KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS) else "",
    )


_GUIDE = Text(
    "Compare it with your own last quarter first; the formula was written in this workspace.",
    "Bandingkan dulu dengan kuartal Anda sebelumnya; rumusnya ditulis di ruang kerja ini.",
)
_MISLEADS = Text(
    "Not comparable with figures of the same name elsewhere, unless their formula is the same.",
    "Tidak dapat dibandingkan dengan angka bernama sama di tempat lain, kecuali rumusnya sama.",
)


def _with_unit(variant: Variant, unit: str) -> Variant:
    if not unit or unit == variant.unit:
        return variant
    _one_of(unit, UNITS, Text("unit", "satuan"))
    if variant.unit == "ratio" and unit in ("percent", "score"):
        return replace(variant, unit=unit)
    raise invalid(
        say(
            "The formula gives {have}, not {want}.",
            "Rumus ini menghasilkan {have}, bukan {want}.",
            have=variant.unit,
            want=unit,
        ),
        say(
            "Choose {have}, or change the formula.",
            "Pilih {have}, atau ubah rumusnya.",
            have=variant.unit,
        ),
    )


def _one_of(value: str, allowed: tuple[str, ...], what: Text) -> None:
    if value not in allowed:
        raise invalid(
            say(
                "“{v}” is not a known {what}.",
                "“{v}” bukan {what} yang dikenal.",
                v=value,
                what=what,
            ),
            say("Choose one of: {a}.", "Pilih salah satu: {a}.", a=", ".join(allowed)),
        )
