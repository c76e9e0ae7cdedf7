"""Which network for this goal? Ranked by the network's role, the goal, and one's own audience.

Every rank carries its reasons; nothing is known of strangers, so demographics are those of one's
own followers where they were read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tolok.core.networks import Network
from tolok.core.text import Text, percent, say

FIT, CONNECTED, AUDIENCE = 3.0, 1.0, 3.0
"""Weights: the goal fits the role; history is there; the whole audience is the wanted one."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of one's own followers, by name."""

    name: Text
    share: float


@dataclass(frozen=True, slots=True)
class Following:
    """What is known of one's own channels on a network. `wanted_share`: followers of the wanted
    age, gender and place (0–1), None where the audience was not read."""

    followers: int | None = None
    wanted_share: float | None = None
    connected: bool = True
    groups: tuple[Group, ...] = ()  # the largest of each break-down that was read


@dataclass(frozen=True, slots=True)
class Choice:
    network: str
    score: float
    fits: bool
    role: Text
    reasons: tuple[Text, ...]
    chosen: bool = False


def rank_networks(
    networks: Mapping[str, Network],
    goals: Collection[str],
    own: Mapping[str, Following] | None = None,
    *,
    chosen: Collection[str] = (),
) -> tuple[Choice, ...]:
    """The social networks, most promising first; equal ones in the order of their names.

    `goals`: the broad goals it serves. `chosen`: networks that are settled; nobody is told there
    that others suit better. Where no role is known for the goals, none is held against a network.
    """
    known = own or {}
    social = [network for network in networks.values() if network.kind == "social"]
    judged = any(_fits(network, goals) for network in social)
    found = [
        replace(
            _choice(
                network,
                known.get(network.id),
                fits=_fits(network, goals),
                word=_word(_fits(network, goals), judged, network.id in chosen),
            ),
            chosen=network.id in chosen,
        )
        for network in social
    ]
    return tuple(sorted(found, key=lambda choice: (-choice.score, choice.network)))


def _fits(network: Network, goals: Collection[str]) -> bool:
    return not set(goals).isdisjoint(network.good_for)


def _word(fits: bool, judged: bool, chosen: bool) -> Text | None:  # noqa: FBT001
    """What is said of the role; None where there is nothing to hold against it."""
    if fits:
        return _FITS
    if chosen:
        return _CHOSEN if judged else None
    return _FITS_NOT if judged else None


def _choice(network: Network, own: Following | None, *, fits: bool, word: Text | None) -> Choice:
    score = FIT if fits else 0.0
    reasons = [word] if word else []
    if own is not None and own.connected:
        score += CONNECTED
        reasons.append(_followers(own.followers))
        reasons += _audience(own)
    if own is not None and own.wanted_share is not None:
        score += AUDIENCE * min(max(own.wanted_share, 0.0), 1.0)
        reasons.append(_share(own.wanted_share))
    if own is None:
        reasons.append(_STRANGERS)
    return Choice(network.id, score, fits, network.role, tuple(reasons))


_FITS = Text("Its role fits this goal.", "Perannya cocok untuk sasaran ini.")
_FITS_NOT = Text(
    "Other networks suit this goal better.", "Jaringan lain lebih cocok untuk sasaran ini."
)


_CHOSEN = Text(
    "You chose it; its usual role is another one.",
    "Anda memilihnya; peran lazimnya lain.",
)
_STRANGERS = Text(
    "You have no channel there, so nothing is known of your audience.",
    "Anda belum punya kanal di sana, jadi audiens Anda belum diketahui.",
)
_UNREAD = Text(
    "Who your followers are is not known: import a file with age, gender or city.",
    "Siapa pengikut Anda belum diketahui: impor berkas dengan usia, gender, atau kota.",
)


def _audience(own: Following) -> list[Text]:
    """The largest groups that were read, or that none was."""
    if not own.groups:
        return [_UNREAD] if own.wanted_share is None else []
    told = [
        (f"{g.name.en} {percent(g.share, 'en', digits=0)}", _in_indonesian(g)) for g in own.groups
    ]
    groups = Text("; ".join(en for en, _ in told), "; ".join(id for _, id in told))
    return [
        say("Largest groups there: {g}.", "Kelompok terbesar di sana: {g}.", g=groups),
    ]


def _in_indonesian(group: Group) -> str:
    return f"{group.name.id} {percent(group.share, 'id', digits=0)}"


def _followers(count: int | None) -> Text:
    if count is None:
        return Text("You already publish there.", "Anda sudah terbit di sana.")
    return say("{n} people follow you there.", "{n} orang mengikuti Anda di sana.", n=count)


def _share(share: float) -> Text:
    return say(
        "{p} of your followers there are the people you want.",
        "{p} pengikut Anda di sana adalah orang yang Anda tuju.",
        p=Text(percent(share, "en", digits=0), percent(share, "id", digits=0)),
    )
