"""What one looks at on the Numbers pages: period, comparison, filters, all of it in the address.

Refuses an address that means nothing (a day that is none, a filter nobody has); empty fields of a
form mean "not chosen".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tolok.core.errors import invalid
from tolok.core.query import GRAINS, Basis, Compare, KpiRef, Period, Query, Segment
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.figures import parse_period
from tolok.services.numbers_held import Held, held
from tolok.store.models import Channel

PRESETS: Mapping[str, Text] = {
    "7": Text("Last 7 days", "7 hari terakhir"),
    "28": Text("Last 28 days", "28 hari terakhir"),
    "90": Text("Last 90 days", "90 hari terakhir"),
    "month": Text("This month so far", "Bulan ini sejauh ini"),
    "last-month": Text("Last month", "Bulan lalu"),
    "quarter": Text("This quarter so far", "Triwulan ini sejauh ini"),
    "year": Text("This year so far", "Tahun ini sejauh ini"),
}
USUAL = "28"
FILTERS = ("network", "type", "tag", "campaign", "domain", "topic")
STALE_DAYS = 7  # data older than this: the page opens where the data ends, and says so

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """One look at the numbers. `preset` "" = days of one's own; `channel` "" = all channels."""

    period: Period
    preset: str
    compare: Compare | None
    grain: str
    ref: KpiRef | None
    by: str
    channel: str
    where: tuple[Segment, ...]
    channels: tuple[Channel, ...]
    held: Held
    today: date
    moved: bool = False  # the period ends where the data ends, not yesterday

    def query(
        self,
        scope: Scope,
        refs: Sequence[KpiRef],
        *,
        by: tuple[str, ...] = (),
        period: Period | None = None,
        basis: Basis | None = None,
        compare: bool = True,
    ) -> Query:
        """A question about what is looked at."""
        return Query(
            workspace=scope.key,
            kpis=tuple(refs),
            period=period or self.period,
            basis=basis,
            channels=(self.channel,) if self.channel else None,
            by=by,
            where=self.where,
            compare=self.compare if compare else None,
            zone=scope.workspace.zone,
            first_weekday=scope.workspace.first_weekday,
        )

    @property
    def filtered(self) -> bool:
        return bool(self.where or self.channel)

    @property
    def before(self) -> Period | None:
        if self.compare is None:
            return None
        previous = self.compare is Compare.PREVIOUS
        return self.period.previous() if previous else self.period.year_before()

    @property
    def earlier(self) -> Period:
        return _beside(self.period, forward=False)

    @property
    def later(self) -> Period:
        return _beside(self.period, forward=True)

    @property
    def held_days(self) -> Period:
        """The last days that were read, as many as one usually looks at."""
        return preset_period(USUAL, self.held.last or self.period.end)

    @property
    def title(self) -> Text | None:
        """The name of the period; None for days of one's own."""
        return PRESETS.get(self.preset)

    def value_of(self, dimension: str) -> str:
        """What the filter on `dimension` is set to; "" without one."""
        return next((",".join(s.values) for s in self.where if s.dimension == dimension), "")

    def network_of(self, channel: str) -> str:
        return next((c.network for c in self.channels if str(c.id) == channel), "")

    def name_of(self, channel: str) -> str:
        return next((c.name for c in self.channels if str(c.id) == channel), "")


def parse_view(scope: Scope, params: Params, *, today: date | None = None) -> View:
    """The view that an address names; ProblemError when it names something that is not there."""
    today = today or datetime.now(ZoneInfo(scope.workspace.zone)).date()
    mine, has = tuple(channels(scope)), held(scope)
    made = View(
        period=Period(today, today),
        preset="",
        compare=_compare(params.get("compare", "")),
        grain="",
        ref=_ref(params.get("kpi", "")),
        by=params.get("by", "") or "channel",
        channel=_channel(mine, params.get("channel", "")),
        where=_segments(params),
        channels=mine,
        held=has,
        today=today,
    )
    made = _over_days(made, params)
    return replace(made, grain=_grain(params.get("grain", ""), made.period.days))


def _over_days(view: View, params: Params) -> View:
    first, last = params.get("from", ""), params.get("to", "")
    if first and last:
        return replace(view, period=parse_period(first, last))
    preset = params.get("period", "")
    if preset and preset not in PRESETS:
        raise invalid(
            say("There is no period “{p}”.", "Tidak ada periode “{p}”.", p=preset),
            say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(PRESETS)),
        )
    end = view.today - timedelta(days=1)
    last_read = view.held.last
    stale = last_read is not None and (end - last_read).days > STALE_DAYS
    if stale and not preset and last_read is not None:
        return replace(view, period=preset_period(USUAL, last_read), moved=True)
    return replace(view, period=preset_period(preset or USUAL, end), preset=preset or USUAL)


def preset_period(preset: str, end: date) -> Period:
    """The days of a preset whose last day is `end`; a running month ends with `end`."""
    if preset == "last-month":
        last = end.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)
    starts = {
        "month": end.replace(day=1),
        "quarter": end.replace(month=(end.month - 1) // 3 * 3 + 1, day=1),
        "year": end.replace(month=1, day=1),
    }
    start = starts.get(preset)
    return Period(start or end - timedelta(days=int(preset) - 1), end)


def _beside(period: Period, *, forward: bool) -> Period:
    """The next or the last such period: a whole month gives a whole month."""
    months = _whole_months(period)
    if months:
        start = _plus_months(period.start, months if forward else -months)
        return Period(start, _plus_months(start, months) - timedelta(days=1))
    step = timedelta(days=period.days if forward else -period.days)
    return Period(period.start + step, period.end + step)


def _whole_months(period: Period) -> int:
    after = period.end + timedelta(days=1)
    if period.start.day != 1 or after.day != 1:
        return 0
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _compare(word: str) -> Compare | None:
    if word == "off":
        return None
    if word and word not in tuple(Compare):
        raise invalid(
            say("There is no comparison “{w}”.", "Tidak ada pembanding “{w}”.", w=word),
            Text("Use previous, year or off.", "Pakai previous, year, atau off."),
        )
    return Compare(word) if word else Compare.PREVIOUS


def _grain(word: str, days: int) -> str:
    if word in GRAINS:
        return word
    if word:
        raise invalid(
            say("There is no grain “{w}”.", "Tidak ada satuan waktu “{w}”.", w=word),
            say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(GRAINS)),
        )
    return "day" if days <= 62 else "week" if days <= 400 else "month"


def _ref(word: str) -> KpiRef | None:
    kpi, _, variant = word.partition(":")
    return KpiRef(kpi, variant) if kpi else None


def _channel(mine: Sequence[Channel], key: str) -> str:
    if not key:
        return ""
    for found in mine:
        if key in (str(found.id), found.name):
            return str(found.id)
    raise invalid(
        say("There is no channel “{k}” here.", "Tidak ada kanal “{k}” di sini.", k=key),
        Text("Choose one of the list.", "Pilih salah satu dari daftar."),
    )


def _segments(params: Params) -> tuple[Segment, ...]:
    made = []
    for name in FILTERS:
        values = tuple(v.strip() for v in params.get(name, "").split(",") if v.strip())
        if values:
            made.append(Segment(name, values))
    return tuple(made)
