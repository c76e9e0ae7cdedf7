"""What is asked where a wish can be meant in two ways, and how a number that was read is said."""

from tolok.core.goals.goal import Mode
from tolok.core.goals.wish_words import MANY_MEANINGS
from tolok.core.text import Text, say


def several_measures(names: list[Text]) -> Text:
    return say(
        "Several measures are named ({l}): choose the one that decides.",
        "Ada beberapa ukuran ({l}): pilih satu yang menentukan.",
        l=Text(", ".join(n.en for n in names), ", ".join(n.id for n in names)),
    )


def several_numbers(found: list[str]) -> Text:
    return say(
        "Several numbers stand there ({l}): write the one to reach.",
        "Ada beberapa angka ({l}): tulis yang dituju.",
        l="; ".join(found),
    )


def year_or_number(found: str) -> Text:
    return say(
        "“{n}” can be a year or a number: write the number to reach.",
        "“{n}” bisa tahun, bisa angka: tulis angka yang dituju.",
        n=found,
    )


def two_readings(found: str) -> Text:
    return say(
        "“{n}” can be read in two ways: write the number to reach.",
        "“{n}” dapat dibaca dengan dua cara: tulis angka yang dituju.",
        n=found,
    )


def too_large() -> Text:
    return Text(
        "The number is too large to be counted: write the number to reach.",
        "Angkanya terlalu besar untuk dihitung: tulis angka yang dituju.",
    )


def many_meanings(found: str) -> Text:
    return say(
        "“{n}” can mean {m}: choose one.",
        "“{n}” dapat berarti {m}: pilih satu.",
        n=found,
        m=MANY_MEANINGS[found],
    )


def to_a_share(found: str) -> Text:
    return say(
        "“to {n}” fits no count: is it a change of {n}, or a number to reach?",
        "“menjadi {n}” tidak cocok untuk jumlah: perubahan sebesar {n}, atau angka yang dituju?",
        n=found,
    )


def to_or_by(found: str) -> Text:
    return say(
        "“{n}” can be the rate to reach or the change: choose how the number is meant.",
        "“{n}” bisa tingkat yang dituju, bisa perubahannya: pilih maksud angkanya.",
        n=found,
    )


def sign_missing(found: str) -> Text:
    return say(
        "This measure is a percentage; is “{n}” meant in percent?",
        "Ukuran ini berupa persentase; apakah “{n}” dalam persen?",
        n=found,
    )


def other_unit(found: str, name: Text) -> Text:
    return say(
        "“{n}” does not fit the unit of {k}: write the number to reach.",
        "“{n}” tidak cocok dengan satuan {k}: tulis angka yang dituju.",
        n=found,
        k=name,
    )


def rate_unread() -> Text:
    return Text(
        "This measure cannot be set for that span: choose how the number is meant.",
        "Ukuran ini tidak dapat ditetapkan untuk rentang itu: pilih maksud angkanya.",
    )


def more_than_before(name: Text) -> Text:
    return say(
        "{k}: so many in all until the deadline, or so many more than before? Choose.",
        "{k}: sekian seluruhnya sampai tenggat, atau sekian lebih banyak daripada dulu? Pilih.",
        k=name,
    )


def in_all_or_new(found: str) -> Text:
    return say(
        "“{n}” can be followers in all or new ones: choose the measure.",
        "“{n}” bisa jumlah pengikut seluruhnya, bisa pengikut baru: pilih ukurannya.",
        n=found,
    )


def change_of_which(found: str) -> Text:
    return say(
        "“{n}” can be a change of all followers or of the new ones: choose the measure.",
        "“{n}” bisa perubahan seluruh pengikut, bisa pengikut baru: pilih ukurannya.",
        n=found,
    )


_MEANT = {
    Mode.PERCENT: Text("a change of {n}", "perubahan {n}"),
    Mode.RATE_WEEK: Text("{n} a week", "{n} per minggu"),
    Mode.RATE_MONTH: Text("{n} a month", "{n} per bulan"),
    Mode.MONTHLY: Text("{n} in every month", "{n} setiap bulan"),
    Mode.MEAN_PER_POST: Text("{n} per post on average", "rata-rata {n} per post"),
    Mode.LIMIT: Text("{n} as the limit to keep", "{n} sebagai batas yang dijaga"),
}


def number_words(shown: Text, mode: Mode | None) -> Text:
    """The number as it is meant; in a mode that is not known, as it stands."""
    meant = _MEANT.get(mode) if mode else None
    return say(meant.en, meant.id, n=shown) if meant else shown
