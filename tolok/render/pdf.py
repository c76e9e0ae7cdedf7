"""The goal sheet and the KPI guide as tagged PDF. Data reaches the templates as JSON only.

The same data and fonts give the same bytes: the only date inside is the one that is handed in.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tolok.core.text import Text, day, say
from tolok.render import vega
from tolok.render.charts.model import Spec

_TEMPLATES = Path(__file__).parent / "typst"
_EMPTY = Text("", "")


@dataclass(frozen=True, slots=True)
class Smart:
    """What the goal answers to each of the five letters."""

    specific: Text = _EMPTY
    measurable: Text = _EMPTY
    achievable: Text = _EMPTY
    relevant: Text = _EMPTY
    timed: Text = _EMPTY


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target; figures are already written with their units."""

    name: Text
    start: Text
    now: Text
    target: Text
    pace: Text
    status: Text


@dataclass(frozen=True, slots=True)
class ActionLine:
    words: str
    who: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class GoalSheet:
    """One goal. `tone` is ok, warn, bad or idle; `made` is the day the file bears."""

    workspace: str
    made: date
    sentence: Text = _EMPTY
    status: Text | None = None
    tone: str = "idle"
    verdict: Text = _EMPTY
    owner: str = ""
    start: date | None = None
    deadline: date | None = None
    smart: Smart = Smart()
    targets: tuple[TargetLine, ...] = ()
    attain: tuple[Text, ...] = ()
    budget: tuple[tuple[Text, Text], ...] = ()
    actions: tuple[ActionLine, ...] = ()
    notes: tuple[Text, ...] = ()
    chart: Spec | None = None
    chart_summary: Text = _EMPTY


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One KPI. Empty parts are left out of the page."""

    name: Text
    definition: Text
    formula: Text = _EMPTY
    unit: Text = _EMPTY
    basis: Text = _EMPTY
    read: Text = _EMPTY
    misleads: Text = _EMPTY
    purpose: Text = _EMPTY
    owner: str = ""
    variants: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()
    jargon: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class GuideGroup:
    name: Text
    entries: tuple[GuideEntry, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    workspace: str
    made: date
    groups: tuple[GuideGroup, ...]


_LABELS = {
    "sheet": Text("Goal sheet", "Lembar sasaran"),
    "page": Text("Page", "Halaman"),
    "smart": Text("What makes it SMART", "Mengapa sasaran ini SMART"),
    "part": Text("Part", "Bagian"),
    "question": Text("Question", "Pertanyaan"),
    "answer": Text("Answer", "Jawaban"),
    "targets": Text("Targets", "Target"),
    "attain": Text("Can it be reached?", "Dapatkah dicapai?"),
    "budget": Text("Budget", "Anggaran"),
    "item": Text("Item", "Pos"),
    "amount": Text("Amount", "Jumlah"),
    "actions": Text("Actions", "Tindakan"),
    "action": Text("What", "Apa"),
    "who": Text("Who", "Siapa"),
    "due": Text("By", "Paling lambat"),
    "done": Text("Done", "Selesai"),
    "notes": Text("Basis and gaps", "Dasar dan kekurangan data"),
}
_TARGET_HEADS = (
    Text("KPI", "KPI"),
    Text("Start", "Awal"),
    Text("Now", "Sekarang"),
    Text("Target", "Target"),
    Text("Pace", "Laju"),
    Text("Status", "Status"),
)
_QUESTIONS = (
    (
        Text("Specific", "Spesifik"),
        Text("What exactly, for whom, and where?", "Apa persisnya, untuk siapa, dan di mana?"),
    ),
    (
        Text("Measurable", "Terukur"),
        Text(
            "Which number decides, from what to what?",
            "Angka mana yang menentukan, dari mana ke mana?",
        ),
    ),
    (
        Text("Achievable", "Dapat dicapai"),
        Text(
            "What did you manage before, and what is set aside for it?",
            "Apa yang pernah dicapai, dan apa yang disediakan untuk ini?",
        ),
    ),
    (
        Text("Realistic and relevant", "Realistis dan relevan"),
        Text(
            "Do time and money suffice now, and which business objective does it serve?",
            "Cukupkah waktu dan uang yang ada, dan tujuan bisnis mana yang didukung?",
        ),
    ),
    (
        Text("Time-bound", "Berbatas waktu"),
        Text("By when, and checked how often?", "Sampai kapan, dan seberapa sering diperiksa?"),
    ),
)
_BLANKS = (Text("Owner", "Penanggung jawab"), Text("From", "Mulai"), Text("Until", "Sampai"))
_BLANK_TITLE = Text("A goal for", "Sasaran untuk")
_GUIDE_ROWS = (
    ("formula", Text("How it is made", "Cara menghitung")),
    ("unit", Text("Unit", "Satuan")),
    ("basis", Text("Basis", "Dasar")),
    ("read", Text("How to read it", "Cara membaca")),
    ("misleads", Text("How it misleads", "Kapan angka ini menyesatkan")),
    ("purpose", Text("Why it is kept", "Mengapa dipakai")),
)
_GUIDE_LISTS = (
    ("variants", Text("Variants", "Varian")),
    ("sources", Text("Where it comes from", "Asal data")),
)
_OWNER = Text("Owner", "Penanggung jawab")
_WORDS = Text("In words", "Kepanjangan")


def goal_sheet(data: GoalSheet, language: str, *, blank: bool = False) -> bytes:
    """One goal on paper. `blank` leaves everything but the workspace to be written by hand."""
    given = GoalSheet(workspace=data.workspace, made=data.made) if blank else data
    title = given.sentence.to(language)
    if not title:
        title = f"{_BLANK_TITLE.to(language)} {given.workspace}"
    chart = vega.svg({**given.chart, "title": None, "height": 170}) if given.chart else None
    return _compile(
        "goal_sheet.typ",
        {
            **_common(given.workspace, given.made, title, language),
            "blank": blank,
            "blanks": [name.to(language) for name in _BLANKS] if blank else [],
            "status": given.status.to(language) if given.status else None,
            "tone": given.tone,
            "meta": "" if blank else _meta(given, language),
            "verdict": given.verdict.to(language),
            "chart": chart,
            "chart_summary": given.chart_summary.to(language) or title,
            "smart": _smart(given.smart, language),
            "target_heads": [head.to(language) for head in _TARGET_HEADS],
            "targets": _targets(given, language) or ([[""] * 6] * 3 if blank else []),
            "attain": [sentence.to(language) for sentence in given.attain],
            "budget": [[a.to(language), b.to(language)] for a, b in given.budget]
            or ([["", ""]] * 2 if blank else []),
            "actions": _actions(given, language) or ([[""] * 4] * 4 if blank else []),
            "notes": [note.to(language) for note in given.notes],
        },
    )


def kpi_guide(data: Guide, language: str) -> bytes:
    """The guide for people without an account, or for the wall."""
    count = sum(len(group.entries) for group in data.groups)
    title = say("KPI guide", "Panduan KPI").to(language)
    lead = say(
        "{n} measures that {workspace} uses: what each is, how it is made, and how to read it.",
        "{n} ukuran yang dipakai {workspace}: apa artinya, cara menghitung, dan cara membacanya.",
        n=count,
        workspace=data.workspace,
    )
    groups = [
        {
            "name": group.name.to(language),
            "entries": [_entry(entry, language) for entry in group.entries],
        }
        for group in data.groups
    ]
    common = _common(data.workspace, data.made, title, language)
    return _compile("kpi_guide.typ", {**common, "lead": lead.to(language), "groups": groups})


def _common(workspace: str, made: date, title: str, language: str) -> dict[str, object]:
    return {
        "language": "id" if language.startswith("id") else "en",
        "workspace": workspace,
        "title": title,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "foot": f"{workspace} · {day(made, language)} · Tolok",
        "labels": {key: words.to(language) for key, words in _LABELS.items()},
    }


def _meta(data: GoalSheet, language: str) -> str:
    ends = [day(end, language) for end in (data.start, data.deadline) if end]
    return " · ".join(part for part in (data.owner, " – ".join(ends)) if part)


def _smart(smart: Smart, language: str) -> list[dict[str, str]]:
    answers = (
        smart.specific,
        smart.measurable,
        smart.achievable,
        smart.relevant,
        smart.timed,
    )
    return [
        {
            "name": name.to(language),
            "question": question.to(language),
            "answer": answer.to(language),
        }
        for (name, question), answer in zip(_QUESTIONS, answers, strict=True)
    ]


def _targets(data: GoalSheet, language: str) -> list[list[str]]:
    return [
        [
            part.to(language)
            for part in (line.name, line.start, line.now, line.target, line.pace, line.status)
        ]
        for line in data.targets
    ]


def _actions(data: GoalSheet, language: str) -> list[list[str]]:
    return [
        ["×" if a.done else "", a.words, a.who, day(a.due, language) if a.due else ""]
        for a in data.actions
    ]


def _entry(entry: GuideEntry, language: str) -> dict[str, object]:
    rows: list[tuple[str, str]] = []
    for field, label in _GUIDE_ROWS:
        rows.append((label.to(language), getattr(entry, field).to(language)))
    for field, label in _GUIDE_LISTS:
        parts: Sequence[Text] = getattr(entry, field)
        rows.append((label.to(language), "; ".join(part.to(language) for part in parts)))
    jargon = "; ".join(f"{short}: {words.to(language)}" for short, words in entry.jargon)
    rows += [(_WORDS.to(language), jargon), (_OWNER.to(language), entry.owner)]
    return {
        "name": entry.name.to(language),
        "definition": entry.definition.to(language),
        "rows": [row for row in rows if row[1]],
    }


def _compile(template: str, data: Mapping[str, object]) -> bytes:
    """Tagged, and PDF/UA-1 where the fonts of this machine can show every letter."""
    import typst

    made = data["made"]
    moment = datetime(made["year"], made["month"], made["day"], tzinfo=UTC)  # type: ignore[index]
    inputs = {"data": json.dumps(data, ensure_ascii=False)}

    def compiled(*, strictly: bool) -> bytes:
        return typst.compile(
            str(_TEMPLATES / template),
            root=str(_TEMPLATES),
            sys_inputs=inputs,
            pdf_standards="ua-1" if strictly else None,
            timestamp=moment,
        )

    try:
        return compiled(strictly=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return compiled(strictly=False)
