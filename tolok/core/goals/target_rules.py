"""Which targets make sense: the mode fits how the KPI behaves, and the number can be meant."""

from math import isfinite

from tolok.core.errors import Problem
from tolok.core.goals.goal import Mode, Nature, Target
from tolok.core.query import Period
from tolok.core.text import Text, say

MODES_OF: dict[Nature, tuple[Mode, ...]] = {
    Nature.TOTAL: (
        Mode.ABSOLUTE,
        Mode.PERCENT,
        Mode.RATE_WEEK,
        Mode.RATE_MONTH,
        Mode.MONTHLY,
        Mode.MEAN_PER_POST,
    ),
    Nature.LEVEL: (Mode.ABSOLUTE, Mode.PERCENT, Mode.RATE_WEEK, Mode.RATE_MONTH, Mode.LIMIT),
    Nature.PEOPLE: (Mode.ABSOLUTE, Mode.PERCENT, Mode.MONTHLY, Mode.MEAN_PER_POST),
    Nature.AVERAGE: (Mode.ABSOLUTE, Mode.PERCENT, Mode.MONTHLY, Mode.MEAN_PER_POST, Mode.LIMIT),
}

MODE_WORDS = {
    Mode.ABSOLUTE: Text("a number to reach", "angka yang dicapai"),
    Mode.PERCENT: Text("a change in percent", "perubahan dalam persen"),
    Mode.RATE_WEEK: Text("so many a week", "sekian per minggu"),
    Mode.RATE_MONTH: Text("so many a month", "sekian per bulan"),
    Mode.MONTHLY: Text("a number every month", "angka setiap bulan"),
    Mode.MEAN_PER_POST: Text("a mean per post", "rata-rata per post"),
    Mode.LIMIT: Text("a limit to keep", "batas yang dijaga"),
}
MOST_PERCENT = 100.0
"""Above one hundred times the baseline a percentage is a slip."""

SAME_LENGTH_DAYS = 3
"""Quarters and months differ by a few days; that is the same length."""


def target_problem(target: Target, window: Period | None = None) -> Problem | None:
    """Why this target cannot be pursued, or None. `window`: the goal's days, once known."""
    if target.mode not in MODES_OF[target.nature]:
        return _refuse(
            say(
                "{k} cannot be pursued as “{m}”.",
                "{k} tidak dapat dikejar sebagai “{m}”.",
                k=target.kpi,
                m=MODE_WORDS[target.mode],
            ),
            say(
                "Choose one of: {l}.",
                "Pilih salah satu: {l}.",
                l=_listed(MODES_OF[target.nature]),
            ),
        )
    return _number_problem(target) or _length_problem(target, window)


def _length_problem(target: Target, window: Period | None) -> Problem | None:
    """People do not scale with days: a percentage needs a baseline of the same length."""
    base = target.baseline
    if target.nature is not Nature.PEOPLE or target.mode is not Mode.PERCENT:
        return None
    if base is None or window is None or abs(base.window.days - window.days) <= SAME_LENGTH_DAYS:
        return None
    return _refuse(
        say(
            "The baseline covers {a} days, the goal {b}; people cannot be scaled by days.",
            "Nilai awal mencakup {a} hari, sasaran {b}; orang tidak dapat diskalakan menurut hari.",
            a=base.window.days,
            b=window.days,
        ),
        Text(
            "Take a baseline of the same length, or set a number to reach.",
            "Pakai nilai awal yang sama panjang, atau tetapkan angka yang dicapai.",
        ),
    )


def _number_problem(target: Target) -> Problem | None:
    value, base = target.value, target.baseline
    if not isfinite(value) or target.weight <= 0 or not isfinite(target.weight):
        return _refuse(
            Text(
                "The number or the weight is not usable.",
                "Angka atau bobotnya tidak dapat dipakai.",
            ),
            Text("Enter plain numbers, a weight above 0.", "Isi bilangan biasa, bobot di atas 0."),
        )
    if target.mode is Mode.PERCENT:
        return _percent_problem(target)
    if target.mode is Mode.ABSOLUTE and target.nature not in (Nature.TOTAL, Nature.PEOPLE) and base:
        wrong_way = value <= base.value if target.better == "up" else value >= base.value
        if wrong_way:
            return _refuse(
                say(
                    "The target {t} is no improvement on {b}.",
                    "Target {t} bukan perbaikan dari {b}.",
                    t=value,
                    b=base.value,
                ),
                Text(
                    "Move the number, or keep the level with a limit.",
                    "Ubah angkanya, atau jaga tingkatnya dengan batas.",
                ),
            )
    if value < 0 or (value == 0 and target.better == "up"):
        return _refuse(
            Text("The number must be above 0.", "Angkanya harus di atas 0."),
            Text("Enter a number to reach.", "Isi angka yang ingin dicapai."),
        )
    return None


def _percent_problem(target: Target) -> Problem | None:
    most = MOST_PERCENT if target.better == "up" else 1.0
    if 0 < target.value <= most:
        return None
    return _refuse(
        say(
            "A change of {p} % cannot be pursued.",
            "Perubahan {p} % tidak dapat dikejar.",
            p=target.value * 100,
        ),
        say(
            "Enter a percentage from above 0 to {m}.",
            "Isi persentase di atas 0 sampai {m}.",
            m=most * 100,
        ),
    )


def _listed(modes: tuple[Mode, ...]) -> Text:
    return Text(
        "; ".join(MODE_WORDS[mode].en for mode in modes),
        "; ".join(MODE_WORDS[mode].id for mode in modes),
    )


def _refuse(detail: Text, fix: Text) -> Problem:
    return Problem(
        type="target",
        title=Text("The target cannot be used", "Target tidak dapat dipakai"),
        detail=detail,
        fix=fix,
        status=422,
    )
