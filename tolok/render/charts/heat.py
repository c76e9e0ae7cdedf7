"""Content type × weekday × hour: five steps of one hue against one's own usual.

A cell with too few posts is dashed and claims nothing; the table twin holds every cell.
"""

from dataclasses import dataclass
from html import escape

from tolok.core.text import Text, number, say
from tolok.render.charts.model import Chart, Table
from tolok.render.svg import tag, words

WEEKDAYS = (
    Text("Mon", "Sen"),
    Text("Tue", "Sel"),
    Text("Wed", "Rab"),
    Text("Thu", "Kam"),
    Text("Fri", "Jum"),
    Text("Sat", "Sab"),
    Text("Sun", "Min"),
)
# Upper ends of the steps, as multiples of the usual; above the last is the fifth step.
STEPS = (0.7, 1.0, 1.3, 1.7)
MIN_POSTS = 2

_POSTS = Text("posts", "post")
_TOO_FEW = Text("too few posts", "post terlalu sedikit")
_HEADERS = (
    Text("Type", "Jenis"),
    Text("Day", "Hari"),
    Text("Hours", "Jam"),
    Text("Posts", "Post"),
    Text("Against usual", "Dibanding biasa"),
)
_PICK = Text("Which type", "Jenis mana")


@dataclass(frozen=True, slots=True)
class Cell:
    """`weekday` 0 is Monday; `hour` is the start of the slot; `ratio` is against the usual."""

    weekday: int
    hour: int
    posts: int
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Heat:
    """One map per content type. `name` is a name from data or a translated word."""

    name: Text
    posts: int
    cells: tuple[Cell, ...]


def heat(
    id: str,
    title: Text,
    summary: Text,
    maps: tuple[Heat, ...],
    language: str,
    *,
    slot: int = 2,
    first_weekday: int = 0,
) -> Chart:
    """`svg_wide` and `svg_narrow` are the same markup: maps side by side, or one at a time.

    `slot` is the length of a slot in hours. Hours without any post at either end are left out.
    """
    hours = _hours(maps, slot)
    days = [(first_weekday + n) % 7 for n in range(7)]
    figures = "".join(_figure(one, n, days, hours, language) for n, one in enumerate(maps))
    picks = _picks(id, maps, language) if len(maps) > 1 else ""
    markup = f'<div class="heats">{picks}{figures}</div>'
    table = Table(tuple(h.to(language) for h in _HEADERS), _rows(maps, days, hours, slot, language))
    return Chart(markup, markup, {}, summary, table, key=_key(language))


def best(one: Heat) -> Cell | None:
    """The strongest cell that holds enough posts and is above the usual."""
    sure = [c for c in one.cells if c.posts >= MIN_POSTS and c.ratio is not None and c.ratio > 1]
    return max(sure, key=lambda c: c.ratio or 0.0, default=None)


def _hours(maps: tuple[Heat, ...], slot: int) -> list[int]:
    used = [c.hour for one in maps for c in one.cells if c.posts] or [6, 20]
    low, high = min(used) // slot * slot, max(used) // slot * slot
    return list(range(low, high + 1, slot))


def _figure(one: Heat, index: int, days: list[int], hours: list[int], language: str) -> str:
    cells = {(c.weekday, c.hour): c for c in one.cells}
    strongest = best(one)
    step = 200 / max(len(hours), 1)
    drawn = []
    for row, weekday in enumerate(days):
        top = 14 + row * 22 + 2.5
        drawn.append(words(WEEKDAYS[weekday].to(language), 28, top + 13.5, at="end"))
        for column, hour in enumerate(hours):
            cell = cells.get((weekday, hour))
            left = 32 + column * step + 1.5
            drawn.append(_box(_class(cell), left, top, step - 3, 19, 2))
            if cell is not None and cell == strongest:
                drawn.append(_box("best", left - 1, top - 1, step - 1, 21, 3))
    every = 1 if step >= 18 else 2 if step >= 10 else 4
    drawn += [
        words(f"{hour:02d}", 32 + (n + 0.5) * step, 10, at="middle")
        for n, hour in enumerate(hours)
        if n % every == 0
    ]
    label = _label(one, strongest, language)
    svg = tag("svg", "".join(drawn), viewbox="0 0 240 172", role="img", aria_label=label)
    count = f'<span class="muted">{number(one.posts, language)} {_POSTS.to(language)}</span>'
    head = f"<h3>{escape(one.name.to(language))} {count}</h3>"
    return f'<figure class="heat" data-n="{index}">{head}{svg}</figure>'


def _box(class_: str, x: float, y: float, width: float, height: float, rx: float) -> str:
    return tag("rect", class_=class_, x=x, y=y, width=width, height=height, rx=rx)


def _class(cell: Cell | None) -> str:
    if cell is None or cell.ratio is None or cell.posts < MIN_POSTS:
        return "h0"
    ratio = cell.ratio
    return f"h{1 + sum(ratio > step for step in STEPS)}"


def _label(one: Heat, strongest: Cell | None, language: str) -> str:
    if strongest is None:
        return say(
            "{name}: no slot stands out", "{name}: tidak ada slot yang menonjol", name=one.name
        ).to(language)
    return say(
        "{name}: against your usual, by weekday and hour; "
        "the strongest is {day} {hour}:00, {x} times",
        "{name}: dibanding biasanya, per hari dan jam; yang terkuat {day} {hour}.00, {x} kali",
        name=one.name,
        day=WEEKDAYS[strongest.weekday],
        hour=strongest.hour,
        x=round(strongest.ratio or 0.0, 1),
    ).to(language)


def _picks(id: str, maps: tuple[Heat, ...], language: str) -> str:
    """A switch for phones, where three maps would be three screens."""
    labels = "".join(
        '<label class="switch"><input class="sr" type="radio" '
        f'name="{escape(id)}-pick" value="{n}"{" checked" if n == 0 else ""}>'
        f"{escape(one.name.to(language))}</label>"
        for n, one in enumerate(maps)
    )
    return f'<div class="heat-pick" role="group" aria-label="{_PICK.to(language)}">{labels}</div>'


def _key(language: str) -> str:
    marks = [number(step, language, digits=0 if step == 1 else 1) for step in STEPS]
    names = [f"< {marks[0]}×"]
    names += [f"{a}–{b}×" for a, b in zip(marks[:-1], marks[1:], strict=True)]
    names.append(f"> {marks[-1]}×")
    items = [(f"h{n + 1}", name) for n, name in enumerate(names)]
    items.append(("h0", _TOO_FEW.to(language)))
    body = "".join(f"<li>{_square(class_)}{escape(name)}</li>" for class_, name in items)
    return f'<ul class="key heat">{body}</ul>'


def _square(class_: str) -> str:
    rect = tag("rect", class_=class_, x=0.5, y=0.5, width=11, height=11, rx=2)
    return tag("svg", rect, class_="sq", viewbox="0 0 12 12", aria_hidden="true")


def _rows(
    maps: tuple[Heat, ...], days: list[int], hours: list[int], slot: int, language: str
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for one in maps:
        cells = {(c.weekday, c.hour): c for c in one.cells}
        for weekday in days:
            for hour in hours:
                cell = cells.get((weekday, hour))
                rows.append(
                    (
                        one.name.to(language),
                        WEEKDAYS[weekday].to(language),
                        f"{hour:02d}–{(hour + slot) % 24:02d}",
                        number(cell.posts if cell else 0, language),
                        _ratio(cell, language),
                    )
                )
    return tuple(rows)


def _ratio(cell: Cell | None, language: str) -> str:
    if cell is None or cell.ratio is None or cell.posts < MIN_POSTS:
        return _TOO_FEW.to(language)
    return f"{number(cell.ratio, language, digits=2)}×"
