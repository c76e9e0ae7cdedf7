"""The Numbers pages as plain data: what the API and the command line promise."""

from typing import Any

from tolok.core.query import Period
from tolok.core.text import Text
from tolok.services.benchmarks import Benchmarks
from tolok.services.figure_form import cell_dict, figure_dict, number
from tolok.services.numbers import Overview
from tolok.services.numbers_audience import Audience
from tolok.services.numbers_breakdown import Breakdown
from tolok.services.numbers_posts import Post, Posts
from tolok.services.numbers_tiles import Tile
from tolok.services.numbers_view import View
from tolok.services.numbers_words import Delta
from tolok.services.why import Why


def overview_dict(found: Overview, view: View) -> dict[str, Any]:
    trend = found.trend
    return {
        **_view(view),
        "groups": [
            {"id": g.id, "name": g.name.as_dict(), "tiles": [_tile(t) for t in g.tiles]}
            for g in found.groups
        ],
        "trend": {
            **figure_dict(trend.series),
            "grain": trend.grain,
            "summary": trend.summary.as_dict(),
        }
        if trend
        else None,
        "components": [
            {
                "kpi": c.spec.id,
                "words": c.words.as_dict(),
                "delta": delta_dict(c.delta),
                "note": _words(c.note),
            }
            for c in found.components
        ],
        "bases": [
            {"kpi": spec.id, "period": period.as_dict(), "lifetime": lifetime.as_dict()}
            for spec, period, lifetime in found.bases
        ],
        "times": _times(found),
        "benchmarks": _benchmarks(found.benchmarks),
    }


def breakdown_dict(found: Breakdown | None, view: View) -> dict[str, Any]:
    columns = found.columns if found else ()
    return {
        **_view(view),
        "by": view.by,
        "columns": [
            {"kpi": c.spec.id, "variant": c.variant.id, "basis": c.frame.basis.value}
            for c in columns
        ],
        "rows": [
            {
                "key": row.key,
                "name": row.name.as_dict(),
                "share": row.share,
                "cells": [cell_dict(cell) for cell in row.cells],
            }
            for row in (found.rows if found else ())
        ],
        "left_out": found.left_out if found else 0,
    }


def posts_dict(found: Posts, view: View) -> dict[str, Any]:
    return {
        **_view(view),
        "sort": found.sort,
        "order": "low" if found.lowest else "high",
        "total": found.total,
        "offset": found.offset,
        "items": [_post(post, [c.id for c in found.columns]) for post in found.posts],
    }


def audience_dict(found: Audience) -> dict[str, Any]:
    return {
        "tables": [
            {
                "dimension": table.dimension,
                "channel": table.channel.en,
                "rows": [
                    {"bucket": r.key, "share": r.share, "count": number(r.count)}
                    for r in table.rows
                ],
            }
            for table in found.tables
        ],
        "hours": [{"hour": r.key, "share": r.share} for r in found.hours],
    }


def why_dict(found: Why) -> dict[str, Any]:
    return {
        **figure_dict(found.figure),
        "name": found.spec.name.as_dict(),
        "formula": found.formula,
        "with_numbers": _words(found.counted),
        "about": _words(found.about),
        "delta": delta_dict(found.delta),
        "rules": [{"axis": a.as_dict(), "rule": r.as_dict()} for a, r in found.rules],
        "parts": [
            {"channel": p.name.en, "words": p.words.as_dict(), "why_not": _words(p.note)}
            for p in found.parts
        ],
        "origins": [
            {
                "batch": o.batch,
                "file": o.file,
                "read_at": o.read_at.isoformat(),
                "lines": o.lines,
                "more_ranges": o.more,
                "rows": o.rows,
            }
            for o in found.origins
        ],
        "more_files": found.more_files,
        "differs": [words.as_dict() for words in found.differs],
    }


def delta_dict(found: Delta) -> dict[str, Any]:
    return {"words": found.words.as_dict(), "tone": found.tone, "change": found.change}


def _view(view: View) -> dict[str, Any]:
    return {
        "period": _period(view.period),
        "before": _period(view.before) if view.before else None,
        "compare": view.compare.value if view.compare else None,
        "channel": view.channel or None,
        "where": [{"dimension": s.dimension, "values": list(s.values)} for s in view.where],
    }


def _period(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]


def _tile(tile: Tile) -> dict[str, Any]:
    ticks = tile.ticks
    return {
        **figure_dict(tile.figure),
        "name": tile.spec.name.as_dict(),
        "delta": delta_dict(tile.delta),
        "spark": list(tile.spark),
        "note": _words(tile.note),
        "goal": {
            "id": ticks.goal_id,
            "aim": ticks.aim,
            "status": ticks.pace.status.value,
            "progress": ticks.pace.progress,
            "expected": ticks.pace.expected,
        }
        if ticks
        else None,
    }


def _post(post: Post, kpis: list[str]) -> dict[str, Any]:
    line = post.line
    return {
        "id": line.post_id,
        "channel": line.channel,
        "type": line.type,
        "published": line.published_at.isoformat(),
        "text": line.text,
        "link": line.link,
        "campaign": line.campaign,
        "tags": list(line.tags),
        "kpis": {k: number(v) for k, v in zip(kpis, post.values, strict=True)},
        "against_usual": post.usual,
        "measures": {name: number(value) for name, value in line.measures.items()},
        "batch": line.batch,
        "line": line.line,
    }


def _times(found: Overview) -> list[dict[str, Any]]:
    return [
        {
            "type": one.type.as_dict(),
            "posts": one.posts,
            "slots": [
                {"weekday": s.weekday, "hour": s.hour, "posts": s.posts, "against_usual": s.ratio}
                for s in one.slots
            ],
        }
        for one in (found.heat.maps if found.heat else ())
    ]


def _benchmarks(found: Benchmarks | None) -> dict[str, Any]:
    return {
        "beside": [
            {
                "kpi": r.spec.id,
                "variant": r.variant.id,
                "channel": r.channel.en,
                "own": r.own.as_dict(),
                "before": _words(r.before),
                "others": r.theirs.as_dict(),
                "source": r.source,
                "year": r.year,
            }
            for r in (found.rows if found else ())
        ],
        "refused": [
            {"kpi": r.spec.id, "quoted": r.quoted, "source": r.source, "why": r.why.as_dict()}
            for r in (found.refused if found else ())
        ],
    }


def _words(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None
