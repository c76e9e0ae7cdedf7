"""What a KPI is: the closed list of kinds, and the typed form of one catalogue file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tolok.core.query import Basis
from tolok.core.text import Text


class KpiKind(StrEnum):
    """How a KPI is computed and added up. Nothing outside this list can be written in a file."""

    SUM = "sum"  # Σ of flows
    LAST = "last"  # the level at the end of the period
    DELTA = "delta"  # level at the end − level on the day before the start
    UNIQUE = "unique"  # distinct people: the native figure for exactly this window, never a sum
    RATIO_OF_SUMS = "ratio_of_sums"  # Σ numerator ÷ Σ denominator over the same rows
    MEAN_OF_RATIOS = "mean_of_ratios"  # mean over posts of numerator ÷ denominator, n stated
    MEAN_OF_ITEMS = "mean_of_items"  # mean over posts of a count (also of unique people)
    COUNT = "count"  # how many posts
    SHARE = "share"  # share of each bucket in a whole
    DISTRIBUTION = "distribution"  # median, mean, p90 of raw events
    ANSWERS = "answers"  # recomputed from survey answers (NPS, CSAT)
    MODEL = "model"  # a model's output with an interval
    GOAL = "goal"  # arithmetic on a goal, not on facts


class Source(StrEnum):
    """Where the rows come from. A source with no table yet answers "no source connected"."""

    POSTS = "posts"  # post_latest       → basis lifetime
    CHANNEL = "channel"  # channel_day   → basis period (stocks: snapshot)
    ADS = "ads"  # ad_day                → basis period
    AUDIENCE = "audience"  # audience    → basis snapshot
    ANSWERS = "answers"
    INBOX = "inbox"
    ORDERS = "orders"
    LINKS = "links"
    MENTIONS = "mentions"
    PLAN = "plan"  # the posting plan (slots and budget)
    GOALS = "goals"


CONNECTED = frozenset({Source.POSTS, Source.CHANNEL, Source.ADS, Source.AUDIENCE})


@dataclass(frozen=True, slots=True)
class Rule:
    """What adding means along one axis: sum, last, recompute, mean, bounds, refuse."""

    time: str
    posts: str
    accounts: str


@dataclass(frozen=True, slots=True)
class Term:
    """A measure (or counted term) times a weight, one summand of a numerator or denominator.

    `otherwise`: other names of the same act, used in this order where `measure` is not reported
    (a comment on Facebook is a reply on X). `optional`: added where a channel reports it; where it
    does not, the sum stays known and the figure names what is left out.
    """

    measure: str
    weight: float = 1.0
    otherwise: tuple[str, ...] = ()
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.measure, *self.otherwise)


@dataclass(frozen=True, slots=True)
class Variant:
    """One formula of a KPI. `scale` multiplies the result (1000 for CPM); rates stay fractions."""

    id: str
    kind: KpiKind
    name: Text
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    sources: tuple[Source, ...]  # in order of preference
    scale: float
    unit: str
    note: Text | None = None
    rule: Rule | None = None  # only where it differs from the rule of the KPI
    only: str = ""  # "social": of web channels, only rows whose source is a social network


@dataclass(frozen=True, slots=True)
class Jargon:
    """A short form and what it stands for, spelled out."""

    short: str
    words: Text


@dataclass(frozen=True, slots=True)
class KpiSpec:
    """One KPI: everything the picker, tiles, guide, API, reports and tests are made from."""

    id: str
    name: Text
    group: str  # seen, answered, acted, audience, care, traffic, money, video, publishing, goals
    unit: str
    better: str  # up, down, neutral
    rule: Rule
    min_n: int
    definition: Text
    read: Text  # how to read it
    misleads: Text  # how it misleads
    goals: tuple[str, ...]
    variants: tuple[Variant, ...]  # the first is the default
    jargon: tuple[Jargon, ...] = ()
    reference: str = ""
    owner: str = ""  # custom KPIs only
    aliases: tuple[str, ...] = ()  # other ids a person may type (reactions, CPL)
    min_of: str = ""  # what must reach min_n for a verdict: posts, numerator, denominator, rows

    def rule_of(self, variant: Variant) -> Rule:
        return variant.rule or self.rule

    def variant(self, id: str = "") -> Variant:
        """The variant asked for, the default for ""; KeyError when there is no such variant."""
        if not id:
            return self.variants[0]
        for variant in self.variants:
            if variant.id == id:
                return variant
        raise KeyError(f"{self.id} has no variant {id!r}")


Catalogue = Mapping[str, KpiSpec]

# The basis each source answers on.
BASES: dict[Source, Basis] = {
    Source.POSTS: Basis.LIFETIME,
    Source.CHANNEL: Basis.PERIOD,
    Source.ADS: Basis.PERIOD,
    Source.AUDIENCE: Basis.SNAPSHOT,
}
