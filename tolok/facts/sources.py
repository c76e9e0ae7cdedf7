"""The rows that each source of figures reads, bound to one workspace, period and set of filters.

Refuses to mix a whole with its parts: where a day has a total row, its parts are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tolok.core.kpi.spec import Source
from tolok.core.query import GRAINS
from tolok.facts import schema, visits
from tolok.facts.domains import domain
from tolok.facts.engines import MARK
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import ArrayValue, DateValue, StringValue, Table, Value
else:
    ibis = Later("ibis")

LENGTHS = {"short": 100, "medium": 500}  # characters of text, up to and including

COMMON = frozenset({*GRAINS, "network", "channel", "tier", "weekday"})
DIMENSIONS: dict[Source, frozenset[str]] = {
    Source.POSTS: COMMON
    | frozenset(
        [
            "type",
            "hour",
            "tag",
            "campaign",
            "hashtag",
            "topic",
            "domain",
            "language",
            "paid",
            "length",
            "author",
            "currency",
        ]
    ),
    Source.CHANNEL: COMMON | {"source", "currency"},
    Source.ADS: COMMON
    | frozenset(
        ["campaign", "ad_campaign", "ad_set", "ad", "currency", "age", "gender", "country", "city"]
    ),
    Source.AUDIENCE: frozenset(
        ["network", "channel", "tier", "age", "gender", "country", "city", "language", "hour"]
    ),
}
BREAKDOWNS = ("age", "gender", "country", "city")

Reads = frozenset[str] | None  # the measures that a statement is about; None: every column
_ALWAYS = frozenset(
    {"published_at", "local_at", "zone", "currency", "observed_at", "batch_id"},
)
_HELD_AS = {
    "tag": "tags",
    "hashtag": "hashtags",
    "topic": "text",
    "length": "text_length",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a question except its values: what a compiled statement depends on."""

    source: Source
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    all_channels: bool = True
    first_weekday: int = 0
    parts: bool = True  # the workspace holds days (or ads) that come in parts
    followers: bool = False  # rows carry the followers at publishing
    gaps: bool = False  # rows carry the days since the post before
    social: bool = False  # of websites, only visits from social networks

    @property
    def named(self) -> frozenset[str]:
        return frozenset((*self.by, *self.where))


def text(name: str) -> StringValue:
    """A value bound when the query runs."""
    return ibis.literal(f"{MARK}{name}")


def texts(name: str) -> ArrayValue:
    return ibis.literal([f"{MARK}{name}"])


def day(name: str) -> DateValue:
    return text(name).cast("date")


def rows(shape: Shape, engine: Any, reads: Reads = None) -> Table:
    """The rows of a source with `on_day`, and a column for each dimension asked for."""
    return keyed(narrowed(_SOURCES[shape.source](shape, engine, reads), shape, engine), shape)


def narrowed(found: Table, shape: Shape, engine: Any) -> Table:
    """Only rows that pass the filters of the question."""
    if shape.named & {"network", "tier", "domain"} and not shape.social:
        found = _with_channel(found)
    for at, name in enumerate(shape.where):
        found = found.filter(_kept(found, name, texts(f"where{at}"), shape, engine))
    return found


def keyed(found: Table, shape: Shape) -> Table:
    """With a column for each dimension, in the order of `keys`."""
    return found.mutate(
        **{key: key_of(found, name, shape) for key, name in zip(keys(shape), shape.by, strict=True)}
    )


def keys(shape: Shape) -> list[str]:
    return [f"by{at}" for at in range(len(shape.by))]


def levels(shape: Shape, engine: Any, reads: Reads = None) -> Table:
    """Days with their whole-channel rows, from the day before the period on: each day as itself
    (`eve` 0) and as the eve of the next (`eve` 1)."""
    found = mine(table(schema.DAY, shape, reads), shape, engine)
    found = found.filter(found.source == "", found.day >= day("eve"), found.day < day("stop"))
    found = narrowed(found.mutate(on_day=found.day), shape, engine)
    now = found.filter(found.day >= day("start")).mutate(eve=ibis.literal(0, "int64"))
    eves = found.mutate(on_day=as_day(found.day + ibis.interval(days=1)))
    eves = eves.filter(eves.on_day < day("stop")).mutate(eve=ibis.literal(1, "int64"))
    return keyed(now.union(eves), shape)


def as_day(moment: Value) -> DateValue:
    """A date again: engines make a timestamp of a date plus an interval."""
    return moment.cast("timestamp").cast("date")


def bucket(on: DateValue, grain: str, first_weekday: int) -> DateValue:
    """The first day of the day, week, month, quarter or year that holds `on`."""
    if grain == "day":
        return on
    if grain == "week":
        back = (on.day_of_week.index() + (7 - first_weekday)) % 7
        return as_day(on - back.as_interval("D"))
    return on.truncate({"month": "M", "quarter": "Q", "year": "Y"}[grain])


def table(fact: schema.Fact, shape: Shape, reads: Reads) -> Table:
    """The state of a fact, with the columns that are used: fewer compile several times faster."""
    columns = (*fact.keys, *fact.columns, *schema.ORIGIN)
    if reads is not None:
        named = {_HELD_AS.get(name, name) for name in shape.named}
        named |= {"link", "text"} if "domain" in shape.named else set()
        used = reads | named | _ALWAYS | set(fact.key_names)
        columns = tuple(c for c in columns if c.name in used)
    return ibis.table({c.name: _type(c.type) for c in columns}, name=fact.latest)


def _type(sql: str) -> str:
    plain = {
        "VARCHAR": "string",
        "BIGINT": "int64",
        "INTEGER": "int32",
        "DOUBLE": "float64",
        "BOOLEAN": "boolean",
        "DATE": "date",
        "TIMESTAMP": "timestamp",
        "VARCHAR[]": "array<string>",
        "JSON": "string",
        schema.EXACT: "decimal(18, 4)",
    }
    return plain[sql]


def mine(found: Table, shape: Shape, engine: Any) -> Table:
    found = found.filter(found.workspace == text("workspace"))
    if shape.all_channels:
        return found
    return found.filter(engine.among(found.channel, texts("channels")))


def _posts(shape: Shape, engine: Any, reads: Reads) -> Table:
    found = mine(table(schema.POST, shape, reads), shape, engine)
    zone = text("zone")
    found = found.filter(
        found.published_at >= text("start").cast("timestamp") - ibis.interval(days=2),
        found.published_at < text("stop").cast("timestamp") + ibis.interval(days=2),
    )
    wall = ibis.ifelse(found.zone == zone, found.local_at, engine.wall(zone, found.published_at))
    found = found.mutate(wall=wall)
    found = found.filter(
        found.wall >= text("start").cast("timestamp"), found.wall < text("stop").cast("timestamp")
    )
    found = found.mutate(on_day=found.wall.cast("date"), posts=ibis.literal(1, "int64"))
    if shape.followers:
        found = _with_followers(found, shape)
    return _with_gaps(found) if shape.gaps else found


def _with_gaps(found: Table) -> Table:
    """Days since the post before on the same channel; unknown for the first of the period."""
    before = found.wall.lag().over(group_by=found.channel, order_by=[found.wall, found.post_id])
    return found.mutate(
        days_between_posts=(found.wall.epoch_seconds() - before.epoch_seconds()) / 86400
    )


def _with_followers(found: Table, shape: Shape) -> Table:
    """The last level known on the day of publishing or before, of the same channel."""
    days = table(schema.DAY, shape, frozenset({"followers"}))
    levels = days.filter(
        days.workspace == text("workspace"), days.followers.notnull(), days.source == ""
    ).select(level_channel=days.channel, level_day=days.day, followers_at_publish=days.followers)
    joined = found.asof_join(
        levels,
        on=found.on_day >= levels.level_day,
        predicates=found.channel == levels.level_channel,
    )
    return joined.drop("level_channel", "level_day")


def _channel(shape: Shape, engine: Any, reads: Reads) -> Table:
    found = mine(table(schema.DAY, shape, reads), shape, engine)
    found = found.filter(found.day >= day("start"), found.day < day("stop"))
    found = found.mutate(on_day=found.day)
    if shape.social:
        found = visits.from_social(_with_channel(found), engine)
    if "source" in shape.named:
        return found.filter(found.source != "")
    if not shape.parts:
        return found
    part = ibis.ifelse(found.source == "", 0, 1)
    least = part.min().over(group_by=[found.channel, found.day])
    return found.mutate(part=part, least=least).filter(ibis._.part == ibis._.least)


def _ads(shape: Shape, engine: Any, reads: Reads) -> Table:
    found = mine(table(schema.AD, shape, reads), shape, engine)
    found = found.filter(found.day >= day("start"), found.end_day < day("stop"))
    found = found.mutate(on_day=found.day, kind=found.breakdown.re_replace("=[^,]*", ""))
    for name in BREAKDOWNS:
        if name in shape.named:
            found = found.filter((ibis.literal(",") + found.kind + ",").contains(f",{name},"))
    for grain in GRAINS[1:]:
        if grain in shape.by:
            first, last = (
                bucket(moved(on), grain, shape.first_weekday) for on in (found.day, found.end_day)
            )
            found = found.filter(first == last)
    if "day" in shape.by:
        found = found.filter(found.day == found.end_day)
    if not shape.parts:
        return found
    whole = ["channel", "ad_campaign", "ad_set", "ad", "day", "currency"]
    least = found.kind.min().over(group_by=[found[name] for name in whole])
    return found.mutate(least=least).filter(ibis._.kind == ibis._.least)


def _with_channel(found: Table) -> Table:
    channels = ibis.table(
        {"workspace": "string", "id": "string", "network": "string", "tier": "string"},
        name="channel",
    )
    mine = channels.filter(channels.workspace == text("workspace"))
    named = mine.select(dim_channel=mine.id, network=mine.network, tier=mine.tier)
    return found.left_join(named, found.channel == named.dim_channel)


def moved(on: DateValue) -> DateValue:
    """Days of a comparison period, moved onto the period they are compared with."""
    shift: Value = text("shift").cast("int64")
    return as_day(on + shift.as_interval("D"))


def key_of(found: Table, name: str, shape: Shape) -> Value:
    if name in GRAINS:
        return bucket(moved(found.on_day), name, shape.first_weekday)
    if name in _SPECIAL:
        return _SPECIAL[name](found)
    if name in BREAKDOWNS:
        return found.breakdown.re_extract(rf"(?:^|,){name}=([^,]*)", 1)
    if name == "campaign" and shape.source is Source.ADS:
        return found.ad_campaign
    return found[name].fill_null("")


def _length(found: Table) -> Value:
    long = found.text_length
    return ibis.cases(
        (long.isnull(), ""),
        (long <= LENGTHS["short"], "short"),
        (long <= LENGTHS["medium"], "medium"),
        else_="long",
    )


def _topic(found: Table, words: ArrayValue) -> ArrayValue:
    """The words that a text holds, whatever their case."""
    return words.filter(lambda word: found.text.fill_null("").lower().contains(word))


_SPECIAL: dict[str, Callable[[Table], Value]] = {
    "weekday": lambda found: found.on_day.day_of_week.index().cast("string"),
    "hour": lambda found: found.wall.hour().cast("string"),
    "paid": lambda found: found.paid.cast("string").fill_null(""),
    "length": _length,
    "domain": domain,
    "tag": lambda found: found.tags.unnest(),
    "hashtag": lambda found: found.hashtags.unnest(),
    "topic": lambda found: _topic(found, texts("topics")).unnest(),
}


def _kept(found: Table, name: str, values: ArrayValue, shape: Shape, engine: Any) -> Value:
    if name in ("tag", "hashtag"):
        return engine.overlap(found.tags if name == "tag" else found.hashtags, values)
    if name == "topic":
        return _topic(found, values).length() > 0
    return engine.among(key_of(found, name, shape).cast("string"), values)


_SOURCES: dict[Source, Callable[[Shape, Any, Reads], Table]] = {
    Source.POSTS: _posts,
    Source.CHANNEL: _channel,
    Source.ADS: _ads,
}
