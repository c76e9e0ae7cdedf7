"""Two pages made of our styles and drawings alone, to be looked at: goal and numbers.

Run as a script with a folder to write into; `tests/render/test_gallery.py` checks the same pages.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from tolok.core.text import Text
from tolok.render.charts.bars import share_bar
from tolok.render.charts.columns import Column, Columns, columns
from tolok.render.charts.effect import effect
from tolok.render.charts.figure import figure
from tolok.render.charts.heat import Cell, Heat, heat
from tolok.render.charts.line import line_with_target
from tolok.render.charts.lines import Forecast, Lines, Mark
from tolok.render.charts.pace import pace_bar
from tolok.render.charts.spark import sparkline
from tolok.render.charts.yard import Yard, yard
from tolok.render.icons import icon

BUILT = Path(__file__).parents[2] / "tolok" / "web" / "assets" / "built"
START, TODAY, END = date(2026, 9, 21), date(2026, 11, 18), date(2027, 3, 31)


def days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]


def goal_lines() -> Lines:
    draw, total, measured = random.Random(7), 0.0, []  # noqa: S311
    for day in days(START, (TODAY - START).days + 1):
        total += draw.choice([4, 6, 7, 8, 9])
        gap = date(2026, 10, 12) <= day <= date(2026, 10, 18)
        measured.append((day, None if gap else total))
    span = (END - START).days
    ideal = tuple((day, 1500 * n / span) for n, day in enumerate(days(START, span + 1)))
    return Lines(
        id="goal",
        title=Text("Followers gained", "Pengikut bertambah"),
        summary=Text(
            "398 gained by 18 November, 58 below the ideal path.",
            "398 bertambah sampai 18 November, 58 di bawah jalur ideal.",
        ),
        unit="count",
        measured=tuple(measured),
        name=Text("Gained", "Bertambah"),
        ideal=ideal,
        forecast=(Forecast(TODAY, total, total, total), Forecast(END, 1180, 1310, 1450)),
        target=1500,
        today=TODAY,
    )


def trend_lines() -> Lines:
    draw = random.Random(3)  # noqa: S311
    start = date(2026, 10, 21)
    shown = days(start, 28)
    missing = {date(2026, 10, 29), date(2026, 10, 30)}
    measured = tuple(
        (d, None if d in missing else 13910.0 if d == date(2026, 11, 8) else draw.uniform(6e3, 1e4))
        for d in shown
    )
    return Lines(
        id="views",
        title=Text("Views per day", "Tayangan per hari"),
        summary=Text("213,501 views, 14.4 % more.", "213.501 tayangan, naik 14,4 %."),
        unit="count",
        measured=measured,
        before=tuple((d, draw.uniform(5e3, 9e3)) for d in shown),
        breaks=(
            Mark(
                date(2026, 11, 5),
                Text("Facebook counts views, not impressions", "Facebook menghitung tayangan"),
            ),
        ),
        settling_from=date(2026, 11, 16),
        peak=date(2026, 11, 8),
    )


def heat_maps() -> tuple[Heat, ...]:
    draw = random.Random(5)  # noqa: S311

    def cells() -> tuple[Cell, ...]:
        return tuple(
            Cell(d, h, draw.choice([0, 2, 4, 6]), draw.uniform(0.4, 1.5 + (d == 3) * 0.6))
            for d in range(7)
            for h in range(6, 22, 2)
        )

    names = (Text("Reel", "Reel"), Text("Photo", "Foto"), Text("Carousel", "Carousel"))
    return tuple(Heat(name, 148 - 26 * n, cells()) for n, name in enumerate(names))


def status(tone: str, name: str, words: str) -> str:
    return f'<span class="status status-{tone}">{icon(name, small=True)}{words}</span>'


def tile(name: str, value: str, change: str, foot: str, seed: int, pace: str = "") -> str:
    draw = random.Random(seed)  # noqa: S311
    spark = sparkline([draw.random() + n / 9 for n in range(14)], label="Trend over 28 days")
    return (
        f'<div class="tile"><div class="tile-top"><span>{name}</span></div>'
        f'<div class="tile-mid">{spark}<div class="tile-end"><p class="tile-value">'
        f'<a href="#why">{value}<span class="sr"> why this number: {name}</span></a></p>'
        "</div></div>"
        f'<div class="row row-between"><span></span>{change}</div>{pace}'
        f'<p class="tile-foot">{foot}</p></div>'
    )


def frame(title: str, body: str, *, theme: str, language: str, drawer: str = "") -> str:
    items = [
        ("goal", "Goals"),
        ("numbers", "Numbers"),
        ("calendar", "Calendar"),
        ("inbox", "Inbox"),
        ("report", "Reports"),
    ]
    nav = "".join(
        f'<li><a href="#" data-go="{name}"{" aria-current=page" if word == "Goals" else ""}>'
        f"{icon(name)}{word}</a></li>"
        for name, word in items
    )
    return f"""<!doctype html>
<html lang="{language}" data-theme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="{BUILT.as_uri()}/app.css">
<script type="module" src="{BUILT.as_uri()}/app.js"></script></head><body>
<a class="skip" href="#main">Skip to content</a>
<div class="shell"><nav class="nav" aria-label="Main">
<details class="menu"><summary class="nav-ws"><span class="mark" aria-hidden="true">S</span>
Sudut Café{icon("down")}</summary><div class="menu-list">
<a href="#" aria-current="true">Sudut Café</a>
<a href="#">Demo</a><hr><a href="#">Settings</a></div></details>
<a class="btn btn-main" href="#" data-key="n">{icon("plus")}New goal</a>
<ul class="nav-list">{nav}<li class="wide-only"><a href="#">
{icon("settings")}Settings</a></li></ul>
<div class="nav-foot">
<a href="#" data-open="keys">Keys and help<kbd>?</kbd></a></div>
</nav><main class="main" id="main"><div class="main-in">{body}</div></main>{drawer}</div>
<dialog class="dialog" id="keys" aria-labelledby="keys-h"><div class="dialog-head">
<h2 id="keys-h">Keys</h2>
<button class="close" data-close aria-label="Close">{icon("close")}</button>
</div><dl class="keys"></dl></dialog></body></html>"""


def goal_page(*, theme: str = "light", language: str = "en") -> str:
    chart = figure(line_with_target(goal_lines(), language), language, caption=False, live=True)
    weeks = [612, 640, 598, 655, 671, 702, None, 744, 768, 811, 803]
    starts = days(date(2026, 8, 31), 77)[::7]
    bars = columns(
        Columns(
            "weeks",
            Text("Link clicks per week", "Klik tautan per minggu"),
            Text("Clicks held at 803 a week.", "Klik bertahan 803 seminggu."),
            "count",
            Text("Week of", "Minggu"),
            Text("Link clicks", "Klik tautan"),
            tuple(
                Column(f"{d.day} {d:%b}", v, strong=n > 8)
                for n, (d, v) in enumerate(zip(starts, weeks, strict=True))
            ),
            level=850,
        ),
        language,
    )
    budget = pace_bar(0.28, 0.304, label="28 % spent, 30 % of the time gone")
    body = f"""<header class="head"><div class="head-text verdict"><div class="row">
{status("warn", "clock", "Behind")}
<span class="meta"><span>Instagram</span><span>Raka</span></span></div>
<h1 class="sentence">Gain 1,500 followers on Instagram by 31 March</h1>
<p class="verdict-say">You have 398 and need 58 a week; you gain 48.</p></div>
<div class="head-tools"><a class="btn" href="#">{icon("edit")}Edit</a></div></header>{chart}
<div class="section split split-even"><section><div class="section-head"><h2>Can it be reached?</h2>
</div><p class="verdict-say">{status("ok", "check", "Realistic")} &nbsp;with a lever.</p>
{yard(Yard(1.21, "58 a week"), language)}</section>
<section><div class="section-head"><h2>Budget</h2><p>28 % spent</p></div>{budget}
<dl class="facts"><div><dt>Planned</dt><dd>Rp 1,800,000</dd></div></dl>
{effect(0.31, 0.12, 0.53, language, label="Reach per reel: +31 percent")}</section></div>
<section class="section"><h2>Eleven weeks of clicks</h2>{figure(bars, language)}</section>"""
    return frame("Goal", body, theme=theme, language=language)


def numbers_page(*, theme: str = "light", language: str = "en") -> str:
    more = '<span class="delta delta-good"><span aria-hidden="true">▲</span>8.1 % more</span>'
    less = '<span class="delta delta-poor"><span aria-hidden="true">▼</span>0.3 lower</span>'
    pace = pace_bar(0.92, 0.9, "on_pace", label="3,128 of 3,400")
    groups = {
        "Seen": tile("Views", "213,501", more, "26 of 28 days read", 1)
        + tile("Reach", "48.2–89.4k", "", "People, at least – at most", 2),
        "Answered": tile("Engagement rate", "4.6<small> %</small>", less, "By reach, 61 posts", 3)
        + tile("Saves", "1,942", more, "– not offered by Facebook", 4),
        "Acted": tile("Link clicks", "3,128", more, "Target 3,400 by 21 Nov", 5, pace)
        + tile("Cost per click", "<small>Rp </small>1,240", more, "Boosted only", 6),
    }
    tiles = "".join(
        f'<section aria-label="{name}"><h2 class="tiles-title">{name}<span>2 h ago</span></h2>'
        f"{content}</section>"
        for name, content in groups.items()
    )
    chart = figure(line_with_target(trend_lines(), language), language)
    maps = heat(
        "types",
        Text("When each type works", "Kapan tiap jenis berhasil"),
        Text("Reels on Thursday evening.", "Reel Kamis malam."),
        heat_maps(),
        language,
    )
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td data-l="Share">{share_bar(share)}</td>'
        f'<td class="num" data-l="Views">{views}</td></tr>'
        for name, share, views in (
            ("Instagram", 0.52, "111,021"),
            ("TikTok", 0.29, "61,915"),
            ("Bluesky", None, '<span class="na">– <span class="small">not offered</span></span>'),
        )
    )
    body = f"""<header class="head"><div class="head-text"><h1>Numbers</h1>
<p class="head-lead">21 Oct – 17 Nov against 23 Sep – 20 Oct</p></div><div class="head-tools">
<div class="period" role="group" aria-label="Period"><a href="#" aria-label="Earlier"
data-key="ArrowLeft">{icon("back")}</a><a class="period-now" href="#">Last 28 days</a>
<a href="#" aria-label="Later" data-key="ArrowRight">{icon("forward")}</a></div></div></header>
<div class="tiles">{tiles}</div><section class="section"><div class="section-head">
<h2>Views per day</h2></div>{chart}</section><section class="section"><div class="section-head">
<h2>By channel</h2></div><table class="table table-cards table-pairs"><thead><tr>
<th scope="col">Channel</th><th scope="col">Share</th><th scope="col" class="num">Views</th></tr>
</thead><tbody>{rows}</tbody></table></section><section class="section"><div class="section-head">
<h2>When each type works</h2></div>{figure(maps, language)}</section>"""
    drawer = f"""<aside class="drawer" id="why"><div class="drawer-head"><div>
<p class="small muted">Why this number</p><h2>Reach</h2></div><a class="close" href="#" data-close
aria-label="Close">{icon("close")}</a></div><p class="drawer-value">48,200 – 89,380</p></aside>"""
    return frame("Numbers", body, theme=theme, language=language, drawer=drawer)


def write(folder: Path) -> None:
    for theme in ("light", "dark"):
        for language in ("en", "id"):
            name = f"{language}-{theme}.html"
            (folder / f"goal-{name}").write_text(goal_page(theme=theme, language=language))
            (folder / f"numbers-{name}").write_text(numbers_page(theme=theme, language=language))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
