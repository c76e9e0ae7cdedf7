"""The closed list of raw counts, and how each may be added up.

A *measure* is a number a network reports; a *KPI* is a formula over measures. Whether two values
of a measure may be added is a property of the measure, not of whoever adds:

- FLOW    something that happened (likes): adds over time, posts and accounts
- STOCK   a level (followers): last value over time; over accounts a sum in which people overlap
- UNIQUE  distinct people (reach): never adds; only the native figure for a window is known
- MONEY   a flow in one currency: adds only with the same currency
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    FLOW = "flow"
    STOCK = "stock"
    UNIQUE = "unique"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of the fact tables. `unit`: count, seconds, currency. `tables`: where it lives."""

    id: str
    kind: Kind
    unit: str
    tables: frozenset[str]


POST, DAY, AD = "post", "day", "ad"

# One row per measure: id, kind, unit, the tables that have the column.
_ROWS = """
impressions            flow    count     post day ad
impressions_organic    flow    count     post day
impressions_paid       flow    count     post day
views                  flow    count     post day
video_views            flow    count     post day ad
video_starts           flow    count     post day ad
video_completions      flow    count     post day ad
media_views            flow    count     post day
watch_time_s           flow    seconds   post day
reach                  unique  count     post day ad
reach_organic          unique  count     post day
reach_paid             unique  count     post day
viewers                unique  count     post day
new_viewers            unique  count     day
returning_viewers      unique  count     day
engaged_users          unique  count     post day
likes                  flow    count     post day ad
comments               flow    count     post day ad
shares                 flow    count     post day ad
saves                  flow    count     post day ad
replies                flow    count     post day
quotes                 flow    count     post day
reposts                flow    count     post day
votes                  flow    count     post day
engagements_native     flow    count     post day ad
clicks                 flow    count     post day ad
link_clicks            flow    count     post day ad
media_clicks           flow    count     post day
cta_clicks             flow    count     post day
other_clicks           flow    count     post day
profile_clicks         flow    count     post day
hashtag_clicks         flow    count     post day
detail_expands         flow    count     post day
permalink_clicks       flow    count     post day
negative_feedback      flow    count     post day
profile_visits         flow    count     post day
page_views             flow    count     day
mentions               flow    count     day
conversations          flow    count     day
story_replies          flow    count     day
check_ins              flow    count     day
followers              stock   count     day
fans                   stock   count     day
followers_gained       flow    count     post day
followers_lost         flow    count     day
followers_net          flow    count     post day
posts_created          flow    count     day
sessions               flow    count     day
engaged_sessions       flow    count     day
bounced_sessions       flow    count     day
session_time_s         flow    seconds   day
users                  unique  count     day
new_users              unique  count     day
web_page_views         flow    count     day
events                 flow    count     day
conversions            flow    count     post day ad
approved_conversions   flow    count     ad
results                flow    count     ad
leads                  flow    count     day ad
customers              flow    count     day
email_signups          flow    count     day
product_trials         flow    count     day
non_revenue_conversions flow   count     day
orders                 flow    count     day ad
revenue                money   currency  post day ad
gross_profit           money   currency  day
spend                  money   currency  post day ad
budget_planned         money   currency  day
content_cost           money   currency  day
tool_cost              money   currency  day
"""


def _read(rows: str) -> dict[str, Measure]:
    found = {}
    for row in rows.split("\n"):
        if row.strip():
            id, kind, unit, *tables = row.split()
            found[id] = Measure(id, Kind(kind), unit, frozenset(tables))
    return found


MEASURES: dict[str, Measure] = _read(_ROWS)

# Terms a formula may name that are not columns: counted or looked up when the query runs.
TERMS: dict[str, Measure] = {
    "posts": Measure("posts", Kind.FLOW, "count", frozenset({POST})),
    "days": Measure("days", Kind.FLOW, "days", frozenset({POST, DAY, AD})),
    "weeks": Measure("weeks", Kind.FLOW, "weeks", frozenset({POST, DAY, AD})),
    "duration_s": Measure("duration_s", Kind.FLOW, "seconds", frozenset({POST})),
    "followers_at_publish": Measure("followers_at_publish", Kind.STOCK, "count", frozenset({POST})),
    "followers_start": Measure("followers_start", Kind.STOCK, "count", frozenset({DAY})),
    "followers_avg": Measure("followers_avg", Kind.STOCK, "count", frozenset({POST, DAY})),
}

# Counts over rows that are no columns of the fact tables: conversations, answers, link hits,
# orders, mentions, the posting plan. `tables` names the source that must be connected.
_EVENT_ROWS = """
link_hits                     flow    count     links
unique_clickers               unique  count     links
competitor_mentions           flow    count     mentions
mentions_positive             flow    count     mentions
mentions_negative             flow    count     mentions
mentions_neutral              flow    count     mentions
potential_impressions         flow    count     mentions
opportunities_found           flow    count     mentions
conversations_to_answer       flow    count     inbox
conversations_answered        flow    count     inbox
messages_received             flow    count     inbox
messages_acted_on             flow    count     inbox
comments_to_answer            flow    count     inbox
comments_answered             flow    count     inbox
first_response_s              flow    seconds   inbox
reply_s                       flow    seconds   inbox
contacts_made                 flow    count     inbox
testimonials                  flow    count     answers
answers                       flow    count     answers
answers_satisfied             flow    count     answers
answers_score                 flow    score     answers
promoters                     flow    count     answers
detractors                    flow    count     answers
reviews                       flow    count     answers
rating_points                 flow    score     answers
direct_deep_sessions          flow    count     links
margin                        money   currency  orders
goal_value                    money   currency  orders
attributed_revenue            money   currency  orders
slots_planned                 flow    count     plan
slots_filled                  flow    count     plan
attempts                      flow    count     plan
attempts_published            flow    count     plan
published_on_time             flow    count     plan
days_between_posts            flow    days      posts
"""

EVENTS: dict[str, Measure] = _read(_EVENT_ROWS)


def columns(table: str) -> tuple[Measure, ...]:
    """The measures that `table` ("post", "day", "ad") has a column for, in the order above."""
    return tuple(m for m in MEASURES.values() if table in m.tables)


def measure(id: str) -> Measure:
    """Look up a measure, term or event count; KeyError with the id when there is none."""
    found = MEASURES.get(id) or TERMS.get(id) or EVENTS.get(id)
    if found is None:
        raise KeyError(id)
    return found
