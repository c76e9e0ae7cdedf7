"""What each step of the wizard sends, read field by field; a field that cannot be read is named."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.http import QueryDict

from tolok.core.errors import ProblemError
from tolok.core.goals.domain import bare_domains
from tolok.core.goals.goal import BUDGET_TYPES, Answer, Budget, Goal, Mode, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.core.kpi.spec import KpiSpec
from tolok.core.quantity import Money
from tolok.core.text import Text
from tolok.lib.cells import CONTINENTAL, ENGLISH, CellError, read_number

IN_PERCENT = (Mode.ABSOLUTE, Mode.LIMIT, Mode.MONTHLY, Mode.MEAN_PER_POST)
_NO_NUMBER = Text("Write a number above zero.", "Tulis angka di atas nol.")
_NO_DAY = Text("Write a day.", "Tulis satu tanggal.")


@dataclass(slots=True)
class Form:
    """The fields that were sent, and what is wrong with which."""

    data: QueryDict
    language: str
    errors: dict[str, Text] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()

    def number(self, name: str, *, needed: bool = False) -> float | None:
        """A number as the reader writes it: 1,234.5 or 1.234,5."""
        written = self.text(name)
        if not written:
            if needed:
                self.errors[name] = _NO_NUMBER
            return None
        styles = (CONTINENTAL, ENGLISH) if self.language == "id" else (ENGLISH, CONTINENTAL)
        for style in styles:
            try:
                found = read_number(written.rstrip("% "), style)
            except CellError:
                continue
            if found is not None and found > 0:
                return float(found)
        self.errors[name] = _NO_NUMBER
        return None

    def money(self, name: str, currency: str) -> Money | None:
        found = self.number(name)
        return None if found is None else Money(Decimal(str(found)).normalize() + 0, currency)

    def day(self, name: str) -> date | None:
        written = self.text(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self.errors[name] = _NO_DAY
            return None

    def answer(self, name: str, before: Answer) -> Answer:
        yes = {"yes": True, "no": False}.get(self.text(name))
        why = self.text(f"{name}_why") if f"{name}_why" in self.data else before.why
        return Answer(yes, why)


def read_target(form: Form, specs: Mapping[str, KpiSpec], before: Target | None) -> Target | None:
    """The target of the number step; value 0 while none is written."""
    spec = specs.get(form.text("kpi"))
    if spec is None:
        form.errors["kpi"] = Text("Choose one measure.", "Pilih satu ukuran.")
        return None
    mode = _mode(form)
    variant = form.text("variant")
    if variant not in {v.id for v in spec.variants}:
        variant = spec.variants[0].id
    value = form.number("value") or 0.0
    if mode is Mode.PERCENT or _unit(spec, variant) == "percent" and mode in IN_PERCENT:
        value /= 100
    network = form.text("network")
    weight = form.number("weight") if form.text("weight") else None
    return Target(
        kpi=spec.id,
        variant=variant,
        mode=mode,
        value=value,
        nature=before.nature if before else Nature.TOTAL,
        better="down" if spec.better == "down" else "up",
        scope=Rows(
            networks=() if network.startswith("channel:") or not network else (network,),
            channels=(network.removeprefix("channel:"),) if network.startswith("channel:") else (),
            types=tuple(t.strip() for t in form.text("types").split(",") if t.strip()),
            tags=tuple(t.strip() for t in form.text("tags").split(",") if t.strip()),
            topic=form.text("topic"),
            geo=form.text("geo"),
            domains=bare_domains(form.text("domains")),
        ),
        weight=weight or 1.0,
    )


def _unit(spec: KpiSpec, variant: str) -> str:
    return spec.variant(variant).unit or spec.unit


def _mode(form: Form) -> Mode:
    try:
        return Mode(form.text("mode") or Mode.ABSOLUTE)
    except ValueError:
        return Mode.ABSOLUTE


def read_means(form: Form, goal: Goal, currency: str) -> Goal:
    """Money, hours, objective, and both readings of the R."""
    planned = {kind: form.money(f"planned_{kind}", currency) for kind in BUDGET_TYPES}
    budget = Budget(
        planned={kind: money for kind, money in planned.items() if money is not None},
        per_post=form.money("per_post", _post_currency(goal, currency)),
        hours_per_week=form.number("hours"),
    )
    answers = replace(
        goal.answers,
        realistic=form.answer("realistic", goal.answers.realistic),
        relevant=form.answer("relevant", goal.answers.relevant),
    )
    return replace(goal, budget=budget, answers=answers, objective=form.text("objective"))


def _post_currency(goal: Goal, currency: str) -> str:
    """An amount that came with a template keeps its currency."""
    return goal.budget.per_post.currency if goal.budget.per_post else currency


def read_dates(form: Form, goal: Goal) -> Goal:
    """Start, deadline (as a day, or so many weeks on), owner and broader goal."""
    start, end = form.day("start"), form.day("end")
    weeks = form.text("weeks")
    if start and not end and weeks.isdigit() and 0 < int(weeks) <= 520:
        end = start + timedelta(weeks=int(weeks)) - timedelta(days=1)
    if start and end and end < start:
        form.errors["end"] = Text(
            "The deadline lies before the start.", "Tenggat mendahului tanggal mulai."
        )
    return replace(goal, start=start, end=end, owner=form.text("owner"), parent=form.text("parent"))


def hours_written(text: str) -> float | None:
    """Hours a week, as 2.5 or 2,5; none where nothing was written. Words are 0: refused later."""
    written = text.strip().replace(",", ".")
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        return 0.0


def told(error: ProblemError) -> Text:
    """A refused act as one message beside the form."""
    problem = error.problem
    return Text(f"{problem.detail.en} {problem.fix.en}", f"{problem.detail.id} {problem.fix.id}")
