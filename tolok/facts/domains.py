"""The domain that a post sends people to: its link's, unless that is the post's own address.

A link to the network's own hosts is where the post lives, so the first link in the text counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tolok.lib.catalogue import networks
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import StringValue, Table
else:
    ibis = Later("ibis")

HOST = r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
"""The host of the first link, without "www."; bare names are not taken for links."""

ANYWHERE = "*"


@cache
def own_hosts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`network host` pairs where posts of a network live; networks whose posts live anywhere."""
    known = sorted(networks().values(), key=lambda network: network.id)
    pairs = [f"{n.id} {host}" for n in known for host in sorted(n.permalink_hosts)]
    anywhere = [n.id for n in known if ANYWHERE in n.permalink_hosts]
    return tuple(pair for pair in pairs if not pair.endswith(ANYWHERE)), tuple(anywhere)


def domain(found: Table) -> StringValue:
    """Of posts with their `network`, `link` and `text`."""
    target, in_text = (_host(found[name]) for name in ("link", "text"))
    network = found.network.fill_null("")
    pairs, anywhere = own_hosts()
    own = network.isin(anywhere) | (network + " " + target).isin(pairs)
    return ibis.ifelse((target == "") | own, in_text, target)


def _host(words: StringValue) -> StringValue:
    return words.fill_null("").lower().re_extract(HOST, 1)


def domain_sql(posts: str = "post_latest") -> str:
    """The same for a statement over `posts` that is written by hand."""
    pairs, anywhere = (", ".join(f"'{one}'" for one in part) for part in own_hosts())
    target, in_text = (f"regexp_extract(lower(coalesce({c}, '')), '{HOST}', 1)"
                       for c in ("link", "text"))  # fmt: skip
    mine = f"c.workspace = {posts}.workspace AND c.id = {posts}.channel"
    network = f"coalesce((SELECT any_value(c.network) FROM channel c WHERE {mine}), '')"  # noqa: S608
    return (
        f"CASE WHEN {target} = '' OR {network} IN ({anywhere}) "
        f"OR {network} || ' ' || {target} IN ({pairs}) THEN {in_text} ELSE {target} END"
    )
