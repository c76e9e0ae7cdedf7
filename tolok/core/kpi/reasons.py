"""The words for each reason why there is no number: what is missing, why, and what to do next."""

from tolok.core.kpi.spec import KpiSpec, Source
from tolok.core.query import Unknown
from tolok.core.text import Text, say

_NETWORK = Text("this network", "jaringan ini")

_BRIEF: dict[Unknown, tuple[str, str]] = {
    Unknown.NO_SOURCE: ("no source connected", "belum ada sumber"),
    Unknown.NO_DATA: ("no data for these days", "tidak ada data untuk periode ini"),
    Unknown.NOT_OFFERED: ("not offered by {network}", "tidak disediakan {network}"),
    Unknown.ZERO_DENOMINATOR: ("nothing to divide by", "tidak ada pembagi"),
    Unknown.NOT_ADDITIVE: ("people are not added", "orang tidak dijumlah"),
    Unknown.TOO_FEW: ("too few to say", "terlalu sedikit untuk dinilai"),
    Unknown.MIXED_CURRENCY: ("several currencies", "beberapa mata uang"),
    Unknown.NEEDS_MODEL: ("needs a model", "perlu model"),
}

# Names of KPIs are singular ("Reach") or plural ("Leads"): no verb hangs on them.
_LONG: dict[Unknown, tuple[str, str]] = {
    Unknown.NO_SOURCE: (
        "{kpi}: not known, because {source} not connected yet. Import a file or connect an account "
        "that reports it.",
        "{kpi} tidak diketahui: {source} belum terhubung. Impor berkas atau hubungkan akun yang "
        "melaporkannya.",
    ),
    Unknown.NO_DATA: (
        "{kpi}: not known, because nothing was read for these days and filters. Choose other days, "
        "clear the filter, or import a file that covers them.",
        "{kpi} tidak diketahui: tidak ada yang terbaca untuk hari dan saringan ini. Pilih hari "
        "lain, hapus saringan, atau impor berkas yang memuatnya.",
    ),
    Unknown.NOT_OFFERED: (
        "{kpi}: not offered by {network}. Missing is not zero: the channel is left out of the "
        "figure.",
        "{kpi} tidak disediakan {network}. Kosong bukan nol: kanal itu tidak ikut dalam angka.",
    ),
    Unknown.ZERO_DENOMINATOR: (
        "{kpi}: no value, because the divisor is zero in these days. Choose a longer period.",
        "{kpi} tidak bernilai: pembaginya nol pada periode ini. Pilih periode lebih panjang.",
    ),
    Unknown.NOT_ADDITIVE: (
        "{kpi}: a count of different people, and days, posts or channels share some of them. Only "
        "the network knows the figure for exactly this window; choose a window it reported.",
        "{kpi} menghitung orang yang berbeda, dan antarhari, antarpost, atau antarkanal ada yang "
        "sama. Hanya jaringannya yang tahu angka untuk rentang ini; pilih rentang yang dilaporkan.",
    ),
    Unknown.TOO_FEW: (
        "{kpi}: not shown, because {least} are needed. Choose a longer period or fewer filters.",
        "{kpi} tidak ditampilkan: perlu {least}. Perpanjang periode atau kurangi saringan.",
    ),
    Unknown.MIXED_CURRENCY: (
        "{kpi}: no total, because the amounts are in several currencies. Filter by one currency, "
        "or break down by currency.",
        "{kpi} tidak punya jumlah: nilainya dalam beberapa mata uang. Saring satu mata uang, atau "
        "rinci menurut mata uang.",
    ),
    Unknown.NEEDS_MODEL: (
        "{kpi}: an estimate of a model, not a count, and no model has been computed for these "
        "data. Choose another variant.",
        "{kpi} adalah perkiraan model, bukan hitungan, dan model belum dihitung untuk data ini. "
        "Pilih varian lain.",
    ),
}

# What is missing, as the subject of "… not connected yet".
_SOURCES: dict[Source, Text] = {
    Source.POSTS: Text("posts are", "post"),
    Source.CHANNEL: Text("a channel is", "kanal"),
    Source.ADS: Text("an ads account is", "akun iklan"),
    Source.AUDIENCE: Text("an audience report is", "laporan audiens"),
    Source.ANSWERS: Text("surveys and reviews are", "survei dan ulasan"),
    Source.INBOX: Text("the inbox is", "kotak masuk"),
    Source.ORDERS: Text("orders are", "pesanan"),
    Source.LINKS: Text("own short links are", "tautan pendek sendiri"),
    Source.MENTIONS: Text("mentions are", "sebutan"),
    Source.PLAN: Text("the plan and budget are", "rencana dan anggaran"),
    Source.GOALS: Text("a goal is", "sasaran"),
}

_LEAST: dict[str, tuple[str, str]] = {
    "posts": ("at least {n} posts", "paling sedikit {n} post"),
    "rows": ("at least {n} answers", "paling sedikit {n} jawaban"),
    "numerator": ("at least {n} cases", "paling sedikit {n} kejadian"),
    "denominator": ("{n} or more to divide by", "pembagi paling sedikit {n}"),
}


def reason(unknown: Unknown, network: Text | None = None) -> Text:
    """A few words for a tile or a table cell: "not offered by Bluesky"."""
    return say(*_BRIEF[unknown], network=network or _NETWORK)


def in_words(
    unknown: Unknown, spec: KpiSpec, *, variant: str = "", network: Text | None = None
) -> Text:
    """One or two sentences: what is missing, why, and what to do."""
    return say(
        *_LONG[unknown],
        kpi=spec.name,
        network=network or _NETWORK,
        source=_SOURCES[spec.variant(variant).sources[0]],
        least=least(spec),
    )


def least(spec: KpiSpec) -> Text:
    """How much is needed before a verdict: "at least 10 posts"."""
    return say(*_LEAST.get(spec.min_of, ("more data", "data lebih banyak")), n=spec.min_n)
