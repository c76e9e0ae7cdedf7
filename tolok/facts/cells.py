"""SQL that reads one text cell as a number, date or text, without ever guessing or rounding.

Thousands signs count only where they group by three; a fraction in a whole count is unreadable.
"""

from collections.abc import Mapping

from tolok.facts.schema import EXACT, Column, Fact

BLANKS = ("", "-", "--", "n/a", "N/A", "NA", "NaN", "NAN", "nan", "null", "NULL", "None", "#N/A")
_GROUPED = {
    ".": (r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", ",", "."),
    ",": (r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?", ".", ","),
}
_LETTER = r"[\p{L}\p{N}_]"
_HASHTAG = rf"(?:^|[^\p{{L}}\p{{N}}_&/])#({_LETTER}*\p{{L}}{_LETTER}*)"
_OFFSET = r"(Z|[+-]\d\d:?\d\d)$"
_AWAY = ("VARCHAR", "VARCHAR[]", "JSON")


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def read(column: Column, cell: str, decimal: str, date_format: str) -> str:
    """The value of a cell; NULL when it is blank or cannot be read."""
    if column.type == "BIGINT":
        whole, exact = f"TRY_CAST({cell} AS BIGINT)", _exact(cell, decimal, "DECIMAL(38,10)")
        fraction = f"CASE WHEN {exact} = trunc({exact}) THEN TRY_CAST({exact} AS BIGINT) END"
        if decimal == ",":  # 1.234 is a thousand here, but the engine would read one and a bit
            return f"CASE WHEN contains({cell}, '.') THEN {fraction} ELSE {whole} END"
        # A text that rounds on its way to a whole number differs from itself as a fraction.
        same = f"{whole} = TRY_CAST({cell} AS DOUBLE)"
        return f"CASE WHEN {same} THEN {whole} ELSE {fraction} END"
    if column.type == EXACT:
        return _exact(cell, decimal, EXACT)
    if column.type == "DATE":
        return f"CAST({_moment(cell, date_format, 'DATE')} AS DATE)"
    if column.type == "TIMESTAMP":
        return _moment(cell, date_format, "TIMESTAMP")
    if column.type == "BOOLEAN":
        return f"TRY_CAST({cell} AS BOOLEAN)"
    if column.type in ("DOUBLE", "INTEGER"):
        return f"TRY_CAST({cell} AS {column.type})"
    blank = f"coalesce({cell}, '')" if column.name == "source" else f"nullif({cell}, '')"
    return blank if column.type == "VARCHAR" else f"string_split({blank}, ',')"


def of_posts(values: Mapping[str, str], zone: str) -> dict[str, str]:
    """What follows from the cells of a post: its moment, wall clock, hashtags and length."""
    made: dict[str, str] = {}
    if "published_at" in values:
        cell, where = values["published_at"], text(zone)
        moment = f"timezone('UTC', timezone({where}, {cell}))"
        made["published_at"] = moment
        made["local_at"] = cell
        made["zone"] = f"CASE WHEN {cell} IS NOT NULL THEN {where} END"
    if "text" in values:
        words = values["text"]
        made["text_length"] = f"CAST(length({words}) AS INTEGER)"
        tags = f"list_sort(list_distinct(regexp_extract_all(lower({words}), {text(_HASHTAG)}, 1)))"
        made["hashtags"] = f"CASE WHEN contains({words}, '#') THEN nullif({tags}, []) END"
    return made


def may_fail(fact: Fact, name: str) -> bool:
    """Can a cell for this column be given and yet not be read?"""
    types = {c.name: c.type for c in (*fact.keys, *fact.columns)}
    return types.get(name, "VARCHAR") not in _AWAY


def given(cell: str) -> str:
    """The cell holds something that is meant as a value. Not with IN: the engine makes a join of
    a long list, and a join loses the order of the rows."""
    blanks = ", ".join(text(blank) for blank in BLANKS)
    return f"({cell} IS NOT NULL AND NOT list_contains([{blanks}], {cell}))"


def _exact(cell: str, decimal: str, type: str) -> str:
    """A decimal number; thousands signs are taken out only where they group by three."""
    pattern, thousands, point = _GROUPED[decimal]
    grouped = f"regexp_full_match({cell}, '{pattern}')"
    if decimal == ".":
        bare = f"replace({cell}, '{thousands}', '')"
        return (
            f"coalesce(TRY_CAST({cell} AS {type}), "
            f"CASE WHEN {grouped} THEN TRY_CAST({bare} AS {type}) END)"
        )
    bare = f"replace({cell}, '{thousands}', '')"
    plain = f"CASE WHEN {grouped} THEN {bare} WHEN NOT contains({cell}, '.') THEN {cell} END"
    return f"TRY_CAST(replace({plain}, '{point}', '.') AS {type})"


def _moment(cell: str, date_format: str, type: str) -> str:
    """A date or time; one with an offset of its own is not a wall clock and is not read here."""
    if date_format:
        return f"try_strptime({cell}, {text(date_format)})"
    if type == "DATE":
        return f"TRY_CAST({cell} AS DATE)"
    aware = f"regexp_matches({cell}, '{_OFFSET}')"
    return f"CASE WHEN NOT {aware} THEN TRY_CAST({cell} AS TIMESTAMP) END"
