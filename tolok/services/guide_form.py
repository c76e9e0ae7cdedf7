"""The guide as plain data, for the API and the command line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tolok.core.text import Text
from tolok.services.guide import Entry, Said
from tolok.services.guide_natives import AtNetwork
from tolok.store.models import GuideNote, Objective


def entry_dict(entry: Entry, networks: Iterable[AtNetwork]) -> dict[str, Any]:
    """What the guide says beyond the definition: words, native names, notes, receipts."""
    return {
        "data": entry.data,
        "serves": [goal.as_dict() for goal in entry.goals],
        "measures": [_pair(name, counts) for name, counts in entry.measures],
        "words": [{"variant": said.id, **checked_dict(said)} for said in entry.said],
        "adds_up": [_pair(axis, step) for axis, step in entry.rules],
        "networks": [network_dict(network) for network in networks],
        "advice": [{"id": h.id, "words": h.words.as_dict()} for h in entry.hints],
        "notes": [note_dict(note) for note in entry.notes],
        "read_by": [{"who": r.who, "at": r.at.isoformat()} for r in entry.reads],
        "changes": [
            {"words": c.words.as_dict(), "who": c.who, "at": c.at.isoformat()}
            for c in entry.changes
        ],
    }


def checked_dict(said: Said) -> dict[str, Any]:
    """A formula in words."""
    return {
        "formula": said.formula.as_dict(),
        "how": said.how.as_dict(),
        "unit": said.unit.as_dict(),
        "basis": [words.as_dict() for words in said.basis],
        "sources": [words.as_dict() for words in said.sources],
        "note": said.note.as_dict() if said.note else None,
    }


def network_dict(network: AtNetwork) -> dict[str, Any]:
    return {
        "network": network.id,
        "mine": network.mine,
        "not_offered": [words.as_dict() for words in network.lacks],
        "checked": _day(network.checked),
        "names": [
            {
                "native": n.name,
                "measure": n.measure.as_dict(),
                "since": _day(n.since),
                "until": _day(n.until),
                "successor": n.successor,
            }
            for n in network.names
        ],
    }


def note_dict(note: GuideNote) -> dict[str, Any]:
    return {
        "id": str(note.id),
        "kpi": note.kpi,
        "words": note.words,
        "author": str(note.author or ""),
        "at": note.created_at.isoformat(),
    }


def objective_dict(row: Objective) -> dict[str, Any]:
    return {"id": str(row.id), "name": row.name}


def _pair(name: Text, words: Text) -> dict[str, Any]:
    return {"name": name.as_dict(), "words": words.as_dict()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
