"""The hours one has beside those that the open actions take; judged when both are known."""

from collections.abc import Iterable
from dataclasses import dataclass

from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import Action, Goal
from tolok.core.text import Text, say

RULE = Text(
    "Planned are the hours a week of the open actions; they fit when they are not more than the "
    "hours set aside.",
    "Yang direncanakan adalah jam per minggu dari tindakan yang terbuka; muat bila tidak melebihi "
    "jam yang disediakan.",
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A week's hours. `fits` None: not both are known. `unstated`: open actions without hours."""

    available: float | None
    planned: float | None
    unstated: int
    fits: bool | None
    words: Text


def hours_of(goal: Goal) -> Hours:
    """What the open actions of a goal take, against what is set aside for it."""
    open_actions = [action for action in goal.actions if action.done_on is None]
    planned, unstated = _planned(open_actions)
    available = goal.budget.hours_per_week
    if available is None or planned is None:
        return Hours(available, planned, unstated, None, _unknown(available, planned))
    fits = planned <= available
    if not fits:
        words = say(
            "More than you have: {p} of {h} hours a week are planned.",
            "Lebih dari yang Anda punya: {p} jam direncanakan, {h} jam per minggu tersedia.",
            p=amount(planned),
            h=amount(available),
        )
    else:
        words = say(
            "Fits: {p} of {h} hours a week are planned.",
            "Muat: {p} dari {h} jam per minggu direncanakan.",
            p=amount(planned),
            h=amount(available),
        )
    if unstated:
        words = say(
            "{w} " + ("One action states" if unstated == 1 else "{n} actions state") + " no hours.",
            "{w} {n} tindakan tidak menyebut jam.",
            w=words,
            n=unstated,
        )
    sure = fits if not fits or not unstated else None
    return Hours(available, planned, unstated, sure, words)


def _planned(actions: Iterable[Action]) -> tuple[float | None, int]:
    stated = [action.hours_per_week for action in actions]
    known = [hours for hours in stated if hours is not None]
    return (sum(known) if known else None), len(stated) - len(known)


def _unknown(available: float | None, planned: float | None) -> Text:
    if available is not None:
        return Text(
            "Say how many hours each action takes to see whether they fit.",
            "Sebutkan jam tiap tindakan untuk melihat apakah semuanya muat.",
        )
    if planned is not None:
        return say(
            "{p} hours a week are planned; say how many you have.",
            "{p} jam per minggu direncanakan; sebutkan berapa yang Anda punya.",
            p=amount(planned),
        )
    return Text("No hours are stated.", "Jam belum dinyatakan.")
