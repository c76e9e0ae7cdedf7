"""The words inside Meta's downloads (titles, post types, age and gender) in the languages seen.

Data: `catalogue/words/meta.toml`. Looks words up; refuses to guess a word that is not listed.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tolok.core.ports import Question
from tolok.core.text import Text, say
from tolok.lib.catalogue import read_folder

NETWORKS = {"facebook": Text.same("Facebook"), "instagram": Text.same("Instagram")}


@dataclass(frozen=True, slots=True)
class SeriesTitle:
    """What a page series counts. `network` is "" when its title does not name one."""

    network: str
    measure: str


def series_title(title: str) -> SeriesTitle | None:
    """The series behind a block's title; None when the title is not known."""
    found = _words("titles").get(fold(title))
    if found is None:
        return None
    network, measure = found.split(" ")
    return SeriesTitle("" if network == "?" else network, measure)


def which_network(title: str) -> Question:
    """To ask when a table does not name its network; `title` is how the table calls itself."""
    return Question(
        id="network",
        words=say(
            'Which network do the numbers of "{title}" come from? The file does not say.',
            'Dari jaringan mana angka "{title}" berasal? Berkasnya tidak menyebutkan.',
            title=title,
        ),
        choices=NETWORKS,
    )


def audience_dimension(title: str) -> str:
    """age_gender, country, city or page; "" for any other title."""
    return _words("audience").get(fold(title), "")


def gender(head: str) -> str:
    """female, male, unknown; "" for any other word."""
    return _words("gender").get(fold(head), "")


def post_type(native: str) -> str:
    """Our word for Meta's post type; "" when it is not known."""
    return _words("types").get(fold(native), "")


def fold(text: str) -> str:
    """For comparing words: one case, one kind of letters and quotes, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("“", '"').replace("„", '"')
    return " ".join(plain.split())


@cache
def _words(section: str) -> Mapping[str, str]:
    """Folded word → key of the section that lists it."""
    text = dict(read_folder("words", ".toml"))["meta.toml"]
    listed: dict[str, list[str]] = tomllib.loads(text)[section]
    return {fold(word): key for key, words in listed.items() for word in words}
