"""How one speaks of a KPI inside a sentence: "gain followers", "bring visits from Facebook".

A KPI that is not in the table is spoken of by its own name, so a new KPI needs no row here.
"""

from dataclasses import dataclass

from tolok.core.kpi.spec import KpiSpec
from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Phrase:
    """`act` goes before a number of `things`. `source`: the network is where things come from.

    `name` is used where no number goes before ("raise reach 15 %"); the things when it is None.
    """

    act: Text
    things: Text
    source: bool = False
    name: Text | None = None

    @property
    def noun(self) -> Text:
        return self.name or self.things


_GAIN = Text("Gain", "Dapatkan")
_GET = Text("Get", "Dapatkan")
_BRING = Text("Bring", "Datangkan")
_REACH = Text("Reach", "Jangkau")
_EARN = Text("Earn", "Hasilkan")
_PEOPLE = Text("people", "orang")
_FOLLOWERS = Text("followers", "pengikut")

PHRASES = {
    "followers": Phrase(_GAIN, _FOLLOWERS),
    "followers_net": Phrase(_GAIN, _FOLLOWERS),
    "followers_gained": Phrase(_GAIN, Text("new followers", "pengikut baru")),
    "followers_per_week": Phrase(_GAIN, Text("followers a week", "pengikut per minggu")),
    "fans": Phrase(_GAIN, Text("fans", "penggemar")),
    "reach": Phrase(_REACH, _PEOPLE, name=Text("reach", "jangkauan")),
    "post_reach_avg": Phrase(
        _REACH, _PEOPLE, name=Text("average post reach", "rata-rata jangkauan post")
    ),
    "post_reach": Phrase(_REACH, _PEOPLE, name=Text("post reach", "jangkauan post")),
    "engagements": Phrase(_GET, Text("engagements", "keterlibatan")),
    "shares": Phrase(
        _GET, Text("shares", "kali dibagikan"), name=Text("shares", "jumlah dibagikan")
    ),
    "watch_time": Phrase(
        _GET, Text("of watch time", "waktu tonton"), name=Text("watch time", "waktu tonton")
    ),
    "social_sessions": Phrase(_BRING, Text("visits", "kunjungan"), source=True),
    "email_signups": Phrase(_GET, Text("email sign-ups", "pendaftaran surel"), source=True),
    "product_trials": Phrase(_GET, Text("product trials", "uji coba produk"), source=True),
    "leads": Phrase(_GET, Text("leads", "prospek"), source=True),
    "revenue": Phrase(
        _EARN, Text("in revenue", "pendapatan"), source=True, name=Text("revenue", "pendapatan")
    ),
    "sales_revenue": Phrase(
        _EARN, Text("in sales", "penjualan"), source=True, name=Text("sales", "penjualan")
    ),
    "posts_published": Phrase(Text("Publish", "Terbitkan"), Text("posts", "post")),
    "cpc": Phrase(_GET, Text("cost per click", "biaya per klik")),
    "cpm": Phrase(_GET, Text("cost per 1,000 impressions", "biaya per 1.000 impresi")),
    "csat": Phrase(_GET, Text("customer satisfaction", "kepuasan pelanggan")),
    "nps": Phrase(_GET, Text("the Net Promoter Score", "Net Promoter Score")),
    "ctr": Phrase(_GET, Text("click-through rate", "rasio klik-tayang")),
}


def phrase(spec: KpiSpec) -> Phrase:
    """The words for a KPI of the catalogue or of the workspace."""
    return PHRASES.get(spec.id) or Phrase(_GET, Text(_small(spec.name.en), _small(spec.name.id)))


def _small(name: str) -> str:
    """The name inside a sentence; short forms such as "CPC" and "ROI" keep their capitals."""
    head, _, rest = name.partition(" ")
    if sum(letter.isupper() for letter in head) > 1:
        return name
    return f"{head.lower()} {rest.lower() if rest.istitle() else rest}".strip()
