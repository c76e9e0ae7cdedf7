"""Answers made from a schema of the document: whole, thinned out, with news in them, and wrong."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.networks.mastodon.spec import DOCUMENT, resolved

Answer = st.SearchStrategy[Any]
DEEPEST = 3
_PLAIN: Mapping[str, Answer] = {
    "string": st.sampled_from(
        [
            "",
            "7",
            "teks & <p>isi</p>",
            "2026-11-25T12:00:00.000Z",
            "<a href='",
            "https://a.example/b",
        ]
    ),
    "integer": st.sampled_from([0, 1, 500, -1, 2**70]),
    "number": st.sampled_from([0, 1.5]),
    "boolean": st.booleans(),
    "null": st.none(),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "url", "error", "version", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def named(schema: str) -> Answer:
    """Answers of one of the document's own kinds: Status, Account …"""
    return of(DOCUMENT["components"]["schemas"][schema])


def of(schema: Mapping[str, Any], depth: int = 0) -> Answer:
    schema = resolved(schema)
    if several := schema.get("oneOf") or schema.get("anyOf"):
        return st.one_of(*(of(each, depth) for each in several))
    if "enum" in schema:  # servers know values that the document does not
        return st.sampled_from([*schema["enum"], "something_new"])
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    return st.one_of(
        *(_of_kind(k, schema, depth) for k in ([kinds] if type(kinds) is str else kinds))
    )


def _of_kind(kind: str, schema: Mapping[str, Any], depth: int) -> Answer:
    if kind == "array":
        return st.lists(of(schema.get("items", {}), depth + 1), max_size=2)
    if kind != "object":
        return _PLAIN[kind]
    if depth >= DEEPEST:
        return st.just({})
    known = {
        name: st.one_of(of(inner, depth + 1), st.none())
        for name, inner in schema.get("properties", {}).items()
    }
    kept = {name: known.pop(name) for name in ("id", "version") if name in known and depth == 0}
    news = {"new_in_2027": st.just({"x": [1]})}
    return st.fixed_dictionaries(kept, optional=known | news)
