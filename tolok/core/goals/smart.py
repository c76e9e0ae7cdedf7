"""The SMART checks of a goal: six, because the R is kept in both its readings.

Each check says whether it holds and, where not, exactly what is missing. Nothing is guessed: a
question the owner has not answered is open, not passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tolok.core.goals.amounts import money
from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.core.goals.seed_rule import GROUNDED_WORDS, Grounded
from tolok.core.quantity import Money
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Check:
    """One letter. `missing` is None when it holds."""

    id: str  # specific, measurable, achievable, realistic, relevant, timed
    letter: str
    name: Text
    ok: bool
    verdict: Text
    missing: Text | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known outside the goal. `live`: KPI id → its data source answers.

    `plan_cost` is what the listed actions and posts would cost, None when it was not worked out.
    `serves`: KPI id → the broad goals it serves in the catalogue.
    """

    live: Mapping[str, bool]
    grounded: Grounded = Grounded.UNKNOWN
    plan_cost: Money | None = None
    hours_needed_per_week: float | None = None
    serves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NAMES = {
    "specific": ("S", Text("Specific", "Spesifik")),
    "measurable": ("M", Text("Measurable", "Terukur")),
    "achievable": ("A", Text("Achievable", "Dapat dicapai")),
    "realistic": ("R", Text("Realistic", "Realistis")),
    "relevant": ("R", Text("Relevant", "Relevan")),
    "timed": ("T", Text("Time-bound", "Berbatas waktu")),
}


def smart(goal: Goal, evidence: Evidence) -> tuple[Check, ...]:
    """All six checks, in the order of the letters."""
    return (
        _check("specific", _specific(goal)),
        _check("measurable", _measurable(goal, evidence)),
        _check("achievable", _achievable(goal, evidence)),
        _check("realistic", _realistic(goal, evidence)),
        _check("relevant", _relevant(goal, evidence)),
        _check("timed", _timed(goal)),
    )


Finding = tuple[bool, Text]


def _check(id: str, finding: Finding) -> Check:
    letter, name = NAMES[id]
    ok, words = finding
    return Check(id, letter, name, ok, words, None if ok else words)


def _specific(goal: Goal) -> Finding:
    if not goal.targets:
        return False, Text("Choose what is to change.", "Pilih apa yang akan diubah.")
    scope = goal.targets[0].scope
    if not scope.networks and not scope.channels:
        return False, Text(
            "Say on which network or channel.", "Sebutkan di jaringan atau kanal mana."
        )
    if not scope.geo and not scope.topic:
        return True, Text(
            "What and where are said; audience and place are left open.",
            "Apa dan di mana sudah jelas; audiens dan tempat dibiarkan terbuka.",
        )
    return True, Text("What, where and for whom are said.", "Apa, di mana, dan untuk siapa jelas.")


def _measurable(goal: Goal, evidence: Evidence) -> Finding:
    if not goal.targets:
        return False, Text("Set at least one target.", "Tetapkan paling sedikit satu target.")
    bare = next((t for t in goal.targets if needs_baseline(t) and t.baseline is None), None)
    if bare is not None:
        return False, say(
            "{k} has no baseline: read or enter where you stand.",
            "{k} belum punya nilai awal: baca atau isi posisi Anda sekarang.",
            k=bare.kpi,
        )
    dark = next((t for t in goal.targets if not evidence.live.get(t.kpi, False)), None)
    if dark is not None:
        return False, say(
            "No source gives {k}: connect one or import a file.",
            "Tidak ada sumber untuk {k}: hubungkan satu atau impor berkas.",
            k=dark.kpi,
        )
    return True, say(
        "{n} target(s) with data behind them.", "{n} target dengan data.", n=len(goal.targets)
    )


def needs_baseline(target: Target) -> bool:
    """Percentages need one, and so do levels on the way to a number."""
    if target.mode is Mode.PERCENT:
        return True
    return target.nature is Nature.LEVEL and target.mode not in (Mode.LIMIT, Mode.MONTHLY)


def _achievable(goal: Goal, evidence: Evidence) -> Finding:
    verdict = GROUNDED_WORDS[evidence.grounded]
    if evidence.grounded is Grounded.NOT_GROUNDED:
        return False, Text(
            "Your own history does not support it: lower the number or take more time.",
            "Riwayat Anda tidak mendukungnya: turunkan angka atau perpanjang waktu.",
        )
    if evidence.grounded is Grounded.STRETCH and not goal.actions and goal.budget.total() is None:
        return False, Text(
            "A stretch: name the new action or budget that will carry it.",
            "Sangat menantang: sebutkan tindakan atau anggaran baru yang mendukungnya.",
        )
    answer = goal.answers.achievable.yes
    if answer is None:
        return False, say(
            "By the numbers: {v}. Do you think so too? Answer yes or no.",
            "Menurut angka: {v}. Apakah Anda sependapat? Jawab ya atau tidak.",
            v=verdict,
        )
    if not answer:
        return False, Text(
            "You answered no: change the number, the time or the means.",
            "Anda menjawab tidak: ubah angka, waktu, atau sarananya.",
        )
    return True, say(
        "By the numbers: {v}. You agree.", "Menurut angka: {v}. Anda sependapat.", v=verdict
    )


def _realistic(goal: Goal, evidence: Evidence) -> Finding:
    budget, planned = goal.budget, goal.budget.total()
    has_money = planned is not None or budget.per_post is not None
    if not (has_money or budget.hours_per_week or goal.actions):
        return False, Text(
            "Name the means: money, hours a week, or actions.",
            "Sebutkan sarananya: uang, jam per minggu, atau tindakan.",
        )
    loose = next((action for action in goal.actions if not action.kpi), None)
    if loose is not None:
        return False, say(
            "Say which KPI “{a}” should move.",
            "Sebutkan KPI mana yang digerakkan “{a}”.",
            a=loose.words,
        )
    short = _short(planned, evidence.plan_cost)
    if short is not None:
        return False, short
    needed, hours = evidence.hours_needed_per_week, budget.hours_per_week
    if needed is not None and hours is not None and needed > hours:
        return False, say(
            "The plan takes {n} hours a week; {h} are set aside.",
            "Rencana ini perlu {n} jam per minggu; yang tersedia {h}.",
            n=needed,
            h=hours,
        )
    if goal.answers.realistic.yes is False:
        return False, Text(
            "You answered no: change the means or the number.",
            "Anda menjawab tidak: ubah sarana atau angkanya.",
        )
    return True, Text("The means are named and cover the plan.", "Sarana sudah jelas dan cukup.")


def _short(planned: Money | None, cost: Money | None) -> Text | None:
    if planned is None or cost is None:
        return None
    if planned.currency != cost.currency:
        return Text(
            "Budget and plan are in two currencies: use one.",
            "Anggaran dan rencana memakai dua mata uang: pakai satu.",
        )
    if cost.amount <= planned.amount:
        return None
    return say(
        "The plan costs {c}; {b} is set aside.",
        "Rencana ini memerlukan {c}; yang tersedia {b}.",
        c=money(cost),
        b=money(planned),
    )


def _relevant(goal: Goal, evidence: Evidence) -> Finding:
    if not goal.objective and not goal.parent:
        return False, Text(
            "Link the business objective or the broader goal it serves.",
            "Kaitkan dengan tujuan bisnis atau sasaran induknya.",
        )
    answer = goal.answers.relevant
    if answer.yes is False:
        return False, Text(
            "You answered no: choose a KPI that serves the objective, or park this one.",
            "Anda menjawab tidak: pilih KPI yang mendukung tujuan, atau tunda yang ini.",
        )
    stray = _stray(goal, evidence)
    if stray and not answer.why.strip():
        return False, say(
            "{k} may be easy to measure, but is no KPI of this goal: say why, or change it.",
            "{k} mungkin mudah diukur, tetapi bukan KPI sasaran ini: jelaskan, atau ganti.",
            k=stray,
        )
    if not goal.objective:
        return True, Text("It serves a broader goal.", "Mendukung sasaran induknya.")
    return True, say("It serves: {o}.", "Mendukung: {o}.", o=goal.objective)


def _stray(goal: Goal, evidence: Evidence) -> str:
    """The deciding KPI when the catalogue knows it for other goals only."""
    if not goal.targets:
        return ""
    kpi = goal.targets[0].kpi
    known = {wish for wishes in evidence.serves.values() for wish in wishes}
    serves = evidence.serves.get(kpi, ())
    return kpi if serves and goal.wish in known and goal.wish not in serves else ""


def _timed(goal: Goal) -> Finding:
    if goal.start is None or goal.end is None:
        return False, Text("Set a start and a deadline.", "Tetapkan tanggal mulai dan tenggat.")
    if goal.window is None:
        return False, say(
            "The deadline {e} lies before the start {s}.",
            "Tenggat {e} mendahului tanggal mulai {s}.",
            e=goal.end,
            s=goal.start,
        )
    return True, say("{s} to {e}.", "{s} sampai {e}.", s=goal.start, e=goal.end)
