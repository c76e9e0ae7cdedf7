"""Formulas, rules, units and groups of KPIs in words, for the guide. Says; computes nothing."""

from tolok.core.kpi.kinds import GROUP_NAMES
from tolok.core.kpi.measure_words import measure_words
from tolok.core.kpi.spec import BASES, KpiKind, Rule, Source, Term, Variant
from tolok.core.query import Basis
from tolok.core.text import Text, say

# In the order the guide shows them.
GROUPS: dict[str, Text] = {**GROUP_NAMES, "custom": Text("Your own KPIs", "KPI buatan sendiri")}

UNITS: dict[str, Text] = {
    "count": Text("a count", "jumlah"),
    "percent": Text("percent", "persen"),
    "ratio": Text("a plain number", "angka biasa"),
    "currency": Text("an amount of money", "jumlah uang"),
    "seconds": Text("time", "waktu"),
    "score": Text("a score", "skor"),
    "days": Text("days", "hari"),
    "per_day": Text("per day", "per hari"),
    "per_week": Text("per week", "per minggu"),
    "points": Text("points", "poin"),
    "status": Text("a status", "status"),
}

DIRECTIONS: dict[str, Text] = {
    "up": Text("more is better", "makin tinggi makin baik"),
    "down": Text("less is better", "makin rendah makin baik"),
    "neutral": Text("neither more nor less is better", "tinggi atau rendah tidak menentukan"),
}

# A few words for a label, and the sentence that explains them.
BASIS: dict[Basis, tuple[Text, Text]] = {
    Basis.PERIOD: (
        Text("activity in the period", "aktivitas dalam periode"),
        Text(
            "everything that happened on these days, whenever the post was published",
            "semua yang terjadi pada hari-hari itu, kapan pun post diterbitkan",
        ),
    ),
    Basis.LIFETIME: (
        Text("posts published in the period", "post yang terbit dalam periode"),
        Text(
            "all counts so far of those posts; they still grow for a while",
            "semua hitungan sejauh ini dari post itu; masih bertambah beberapa waktu",
        ),
    ),
    Basis.SNAPSHOT: (
        Text("the level at the end", "keadaan di akhir"),
        Text("how it stood on the last day", "keadaannya pada hari terakhir"),
    ),
}

# What must be imported or connected, and how often it is read.
SOURCES: dict[Source, tuple[Text, Text]] = {
    Source.POSTS: (
        Text("posts", "post"),
        Text(
            "the network's list of posts; each export or pull is a new reading",
            "daftar post dari jaringan; setiap ekspor atau penarikan adalah pembacaan baru",
        ),
    ),
    Source.CHANNEL: (
        Text("account", "akun"),
        Text("the account's figures, one row a day", "angka akun, satu baris sehari"),
    ),
    Source.ADS: (
        Text("ads", "iklan"),
        Text(
            "the ads manager's report, by day or by the range of the report",
            "laporan pengelola iklan, per hari atau per rentang laporan",
        ),
    ),
    Source.AUDIENCE: (
        Text("audience", "audiens"),
        Text(
            "audience reports, each a picture of the day it was taken",
            "laporan audiens, masing-masing gambaran hari pengambilannya",
        ),
    ),
    Source.ANSWERS: (
        Text("surveys and reviews", "survei dan ulasan"),
        Text("single answers, as they come", "jawaban satu per satu, begitu masuk"),
    ),
    Source.INBOX: (
        Text("inbox", "kotak masuk"),
        Text("messages and comments, as they arrive", "pesan dan komentar, begitu datang"),
    ),
    Source.ORDERS: (
        Text("orders", "pesanan"),
        Text("orders of the shop or customer list", "pesanan dari toko atau daftar pelanggan"),
    ),
    Source.LINKS: (
        Text("own links", "tautan sendiri"),
        Text("your own short links, at each click", "tautan pendek sendiri, pada tiap klik"),
    ),
    Source.MENTIONS: (
        Text("mentions", "sebutan"),
        Text("what others write about you", "yang ditulis orang lain tentang Anda"),
    ),
    Source.PLAN: (
        Text("plan", "rencana"),
        Text("the plan and its budget in Tolok", "rencana dan anggarannya di Tolok"),
    ),
    Source.GOALS: (
        Text("goals", "sasaran"),
        Text("the goals in Tolok, when asked", "sasaran di Tolok, saat diminta"),
    ),
}

_HOW: dict[KpiKind, Text] = {
    KpiKind.SUM: Text("added up over the period", "dijumlahkan selama periode"),
    KpiKind.LAST: Text("the level at the end of the period", "keadaan di akhir periode"),
    KpiKind.DELTA: Text(
        "the level at the end less the level on the day before the start",
        "keadaan di akhir dikurangi keadaan sehari sebelum awal periode",
    ),
    KpiKind.UNIQUE: Text(
        "the network's own figure for exactly this window; never added up",
        "angka dari jaringan untuk rentang ini persis; tidak pernah dijumlahkan",
    ),
    KpiKind.RATIO_OF_SUMS: Text(
        "both parts are added up first, then divided once",
        "kedua bagian dijumlahkan dulu, lalu dibagi satu kali",
    ),
    KpiKind.MEAN_OF_RATIOS: Text(
        "computed for each post, then the mean over posts",
        "dihitung per post, lalu dirata-ratakan antarpost",
    ),
    KpiKind.MEAN_OF_ITEMS: Text("the mean over posts", "rata-rata antarpost"),
    KpiKind.COUNT: Text("how many posts there are", "banyaknya post"),
    KpiKind.SHARE: Text("each part's share of the whole", "bagian tiap kelompok dari keseluruhan"),
    KpiKind.DISTRIBUTION: Text(
        "median, mean and the slowest tenth of single events",
        "median, rata-rata, dan sepersepuluh paling lambat dari tiap kejadian",
    ),
    KpiKind.ANSWERS: Text(
        "computed again from the single answers", "dihitung ulang dari tiap jawaban"
    ),
    KpiKind.MODEL: Text(
        "an estimate of a model, shown with its interval",
        "perkiraan model, ditampilkan dengan rentangnya",
    ),
    KpiKind.GOAL: Text("arithmetic on a goal", "hitungan atas suatu sasaran"),
}

_STEPS: dict[str, Text] = {
    "sum": Text("added", "dijumlahkan"),
    "last": Text("the last value counts", "nilai terakhir yang dipakai"),
    "recompute": Text("computed anew from its parts", "dihitung ulang dari bagian-bagiannya"),
    "mean": Text("the mean, each post alike", "rata-rata, tiap post berbobot sama"),
    "bounds": Text(
        "never added: at least the largest, at most the sum",
        "tidak pernah dijumlahkan: paling sedikit yang terbesar, paling banyak jumlahnya",
    ),
    "refuse": Text("has no meaning and is refused", "tidak bermakna, jadi ditolak"),
}

_AXES = (
    ("time", Text("Over time", "Antarwaktu")),
    ("posts", Text("Over posts", "Antarpost")),
    ("accounts", Text("Over accounts", "Antarakun")),
)


def formula_words(variant: Variant) -> Text:
    """`likes + comments (or replies), divided by reach, times 1,000`, each measure by its name."""
    text = _sum_words(variant.numerator)
    if variant.denominator:
        text = say(
            "{a}, divided by {b}", "{a}, dibagi {b}", a=text, b=_sum_words(variant.denominator)
        )
    if variant.scale != 1:
        text = say("{a}, times {s}", "{a}, dikali {s}", a=text, s=variant.scale)
    return text


def how_words(variant: Variant) -> Text:
    """How the kind of the variant is computed, in half a sentence."""
    return _HOW[variant.kind]


def rule_words(rule: Rule) -> tuple[tuple[Text, Text], ...]:
    """Each axis and what happens to the figure along it."""
    return tuple((label, _STEPS.get(getattr(rule, axis), Text("", ""))) for axis, label in _AXES)


def bases_of(variant: Variant) -> tuple[Basis, ...]:
    """The bases the variant can answer on, in its own order."""
    if variant.kind in (KpiKind.LAST, KpiKind.DELTA):
        return (Basis.SNAPSHOT,)
    return tuple(dict.fromkeys(BASES[s] for s in variant.sources if s in BASES))


def unit_words(unit: str) -> Text:
    return UNITS.get(unit, Text.same(unit))


def _sum_words(terms: tuple[Term, ...]) -> Text:
    en, id = "", ""
    for index, term in enumerate(terms):
        words = _term_words(term)
        sign = " − " if term.weight < 0 else " + " if index else ""
        en, id = en + sign + words.en, id + sign + words.id
    return Text(en.strip(), id.strip())


def _term_words(term: Term) -> Text:
    words = measure_words(term.measure)
    if term.otherwise:
        others = [measure_words(name) for name in term.otherwise]
        words = say(
            "{a} (or {b})",
            "{a} (atau {b})",
            a=words,
            b=Text(" / ".join(o.en for o in others), " / ".join(o.id for o in others)),
        )
    if term.optional:
        words = say("{a} (where reported)", "{a} (jika dilaporkan)", a=words)
    size = abs(term.weight)
    return words if size == 1 else say("{n} × {a}", "{n} × {a}", n=size, a=words)
