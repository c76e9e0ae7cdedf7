"""Labels of a chance, the rule of thumb beside it, and the sentences that explain both."""

from dataclasses import dataclass

from tolok.core.text import Text, number, percent, say

LABELS = {
    "safe": (0.80, Text("Safe", "Aman")),
    "on_track": (0.50, Text("On track", "Sesuai jalur")),
    "stretch": (0.20, Text("A stretch", "Menantang")),
    "ambitious": (0.05, Text("Ambitious", "Ambisius")),
    "not_grounded": (0.0, Text("Not grounded in your history", "Tidak berdasar pada riwayat Anda")),
}
"""Least chance for each label, best first, with its name."""
UNKNOWN = "unknown"
UNKNOWN_NAME = Text("Not known yet", "Belum diketahui")

RULE_WEEKS = 13
"""The articles' rule speaks of three months; shorter periods allow a proportional rise."""
REASONABLE, REACHABLE, UNGROUNDED = 1.25, 1.5, 5.0
"""Times the present rate: 100 a week makes 125 to 150 reasonable, 500 and more not grounded."""

BASES = {
    "own history": Text("your own history", "riwayat Anda sendiri"),
    "siblings": Text("your other channels", "kanal Anda yang lain"),
    "default": Text("what is usual elsewhere", "kebiasaan umum di tempat lain"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to say about one target."""

    chance: float | None
    label: str
    basis: str
    points: int
    required: float | None
    run_rate: float | None
    ratio: float | None
    reached: bool
    unit: Text


def label_name(label: str) -> Text:
    """The label in words."""
    return LABELS[label][1] if label in LABELS else UNKNOWN_NAME


def label_for(chance: float | None, ratio: float | None, lenient: float | None, weeks: int) -> str:
    """The label of a chance, held within the rule of thumb.

    The chance says what happens if nothing changes. A rise of a quarter or a half in three months
    is what planned work brings, so it is never called ungrounded (`lenient` is the ratio with the
    run rate's own error allowed for); five times as much always is, unless the history itself
    already climbs that steeply.
    """
    if chance is None:
        return UNKNOWN
    names = list(LABELS)
    place = next(i for i, (least, _) in enumerate(LABELS.values()) if chance >= least)
    if ratio is not None and ratio >= UNGROUNDED and chance < LABELS["on_track"][0]:
        place = names.index("not_grounded")
    elif lenient is not None and lenient <= rise(REASONABLE, weeks):
        place = min(place, names.index("stretch"))
    elif lenient is not None and lenient <= rise(REACHABLE, weeks):
        place = min(place, names.index("ambitious"))
    return names[place]


def rise(factor: float, weeks: int) -> float:
    """The rule's factor for a period of `weeks`."""
    return 1 + (factor - 1) * min(weeks / RULE_WEEKS, 1.0)


def explain(case: Case) -> Text:
    """Why the verdict is what it is: basis, rates, chance, and the rule where it decided."""
    parts = [_basis(case), _rates(case), _chance(case), _rule(case)]
    said = [part for part in parts if part is not None]
    return Text(" ".join(p.en for p in said), " ".join(p.id for p in said))


def _basis(case: Case) -> Text:
    if case.points == 0 and case.chance is None:
        return say(
            "There is no history yet. Collect at least four weeks, or import an export.",
            "Belum ada riwayat. Kumpulkan paling sedikit empat minggu, atau impor berkas ekspor.",
        )
    if case.basis == "own history":
        return say(
            "Judged from {n} weeks of your own history.",
            "Dinilai dari {n} minggu riwayat Anda sendiri.",
            n=case.points,
        )
    return say(
        "Fewer than 5 weeks of history ({n}): the range is wide and leans on {basis}.",
        "Riwayat belum sampai 5 minggu ({n}): rentangnya lebar dan bersandar pada {basis}.",
        n=case.points,
        basis=BASES[case.basis],
    )


def _rates(case: Case) -> Text | None:
    if case.reached:
        return say("The target has already been met.", "Target ini sudah tercapai.")
    if case.required is None or case.run_rate is None:
        return None
    return say(
        "It takes {required}{unit}; the last weeks brought {run}{unit}.",
        "Perlu {required}{unit}; minggu-minggu terakhir menghasilkan {run}{unit}.",
        required=_figure(case.required),
        run=_figure(case.run_rate),
        unit=case.unit,
    )


def _chance(case: Case) -> Text | None:
    if case.chance is None:
        return None
    return say(
        "If you carry on as now, the chance is {chance}.",
        "Bila Anda meneruskan cara yang sekarang, peluangnya {chance}.",
        chance=_percent(case.chance),
    )


def _percent(chance: float) -> Text:
    if chance < 0.01:
        return Text("under 1 %", "di bawah 1 %")
    if chance > 0.99:
        return Text("over 99 %", "di atas 99 %")
    return Text(percent(chance, "en", digits=0), percent(chance, "id", digits=0))


def _rule(case: Case) -> Text | None:
    if (
        case.chance is None
        or case.ratio is None
        or case.label == label_for(case.chance, None, None, 1)
    ):
        return None
    if case.label == "not_grounded":
        return say(
            "It is {k} times your present rate; from 5 times on nothing supports a target.",
            "Itu {k} kali laju Anda sekarang; mulai 5 kali, tidak ada yang mendukung target.",
            k=_figure(case.ratio),
        )
    return say(
        "It is {k} times your present rate, which planned work can bring within three months:"
        " say what you will do differently.",
        "Itu {k} kali laju Anda sekarang, yang dapat dicapai dengan kerja terencana dalam tiga"
        " bulan: sebutkan apa yang akan Anda ubah.",
        k=_figure(case.ratio),
    )


def _figure(value: float) -> Text:
    """Three figures, without noughts at the end."""
    short = f"{value:.3g}"
    digits = len(short.partition(".")[2]) if "e" not in short else 0
    return Text(number(value, "en", digits=digits), number(value, "id", digits=digits))
