"""Numbers that Tolok collected itself, as a file: our own named list of flat JSON objects.

First an "about" object that holds every key, then posts, days, refused measures and raw answers.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tolok.core.measures import MEASURES

FORMAT = "observed/1"
NAME = "tolok"  # the key that names the format
ABOUT, POST, DAY, REFUSED, RAW = "about", "post", "day", "refused", "raw"
WORDS = ("account", "name", "network", "zone", "at", "post_id", "published_at", "type", "text")
MORE = ("link", "url", "language", "campaign", "tags", "author", "day", "measure", "why")
ANSWER = ("call", "part", "body")
PART = 100_000  # characters of a raw answer in one object; readers cut longer cells


@dataclass(frozen=True, slots=True)
class Source:
    """Whose numbers they are, when they were read, and in which zone its days are."""

    network: str
    account: str
    name: str
    zone: str
    at: datetime


def written(
    source: Source,
    posts: Iterable[Mapping[str, Any]],
    days: Iterable[Mapping[str, Any]],
    refused: Mapping[str, str],
    answers: Iterable[tuple[str, bytes]],
) -> bytes:
    """The file as bytes: one object a line inside one list."""
    about = {
        NAME: FORMAT,
        "row": ABOUT,
        **dict.fromkeys((*WORDS, *MORE, *ANSWER)),
        **dict.fromkeys(MEASURES),
        "network": source.network,
        "account": source.account,
        "name": source.name,
        "zone": source.zone,
        "at": source.at.isoformat(),
    }
    objects: list[Mapping[str, Any]] = [about]
    objects += [{"row": POST, **post} for post in posts]
    objects += [{"row": DAY, **day} for day in days]
    objects += [{"row": REFUSED, "measure": name, "why": why} for name, why in refused.items()]
    for call, body in answers:
        objects += _parts(call, body.decode("utf-8", "replace"))
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in objects)
    return f"[{lines}]\n".encode()


def _parts(call: str, body: str) -> list[Mapping[str, Any]]:
    starts = range(0, len(body), PART)
    return [
        {"row": RAW, "call": call, "part": part, "body": body[at : at + PART]}
        for part, at in enumerate(starts)
    ]
