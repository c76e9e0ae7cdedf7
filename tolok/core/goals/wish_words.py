"""The words by which a wish in English or Indonesian names an act, a measure, a date, an audience.

Data only; `clarity.py` reads a sentence with it.
"""

from tolok.core.goals.calendar_words import A_MONTH, A_SPAN, COUNT
from tolok.core.text import Text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTS = _words(
    "increase raise grow gain get reach bring boost improve win attract earn sell publish double "
    "triple reduce lower cut keep hold answer reply drive generate build add achieve hit "
    "tingkatkan meningkatkan menaikkan naikkan tambah menambah dapatkan mendapatkan capai mencapai "
    "raih meraih jangkau menjangkau datangkan mendatangkan kurangi mengurangi turunkan menurunkan "
    "jaga menjaga pertahankan gandakan hasilkan menghasilkan perbanyak perbaiki jual terbitkan "
    "balas membalas jawab tumbuhkan kembangkan"
)

DIRECTIONS_ONLY = _words(
    "increase raise grow boost improve build drive tingkatkan meningkatkan naikkan menaikkan "
    "perbanyak perbaiki tumbuhkan kembangkan tambah menambah"
)
"""Acts that say which way, not how far."""

# Longest names first wins: "engagement rate" is clear where "engagement" is not.
MEASURES: dict[str, tuple[str, ...]] = {
    "engagement_rate_avg": ("engagement rate", "tingkat keterlibatan", "rasio keterlibatan"),
    "post_reach_avg": ("people per post", "reach per post", "post reach", "orang per posting",
                       "jangkauan posting", "jangkauan per posting", "orang per post",
                       "jangkauan per post", "jangkauan post"),
    "conversion_rate": ("conversion rate", "tingkat konversi", "rasio konversi"),
    "ctr": ("click-through rate", "ctr", "rasio klik"),
    "first_response_time": ("response time", "reply time", "first messages", "waktu respons",
                            "waktu balas", "pesan pertama"),
    "share_of_voice": ("share of voice", "pangsa suara"),
    "link_clicks": ("link clicks", "klik tautan"),
    "email_signups": ("sign-ups", "signups", "subscribers", "pendaftaran surel",
                      "pendaftaran email", "pendaftaran"),
    "followers": ("followers", "follower", "pengikut"),
    "fans": ("fans", "page likes", "penggemar", "kipas"),
    "likes": ("likes", "suka"),
    "comments": ("comments", "komentar"),
    "shares": ("shares", "dibagikan", "bagikan"),
    "saves": ("saves", "simpanan", "disimpan"),
    "mentions": ("mentions", "sebutan"),
    "clicks": ("clicks", "klik"),
    "impressions": ("impressions", "impresi"),
    "views": ("views", "tayangan", "ditonton"),
    "reach": ("reach of", "people reached", "jangkauan"),
    "social_sessions": ("visits", "visitors", "sessions", "kunjungan", "pengunjung"),
    "leads": ("leads", "enquiries", "inquiries", "prospek", "permintaan"),
    "revenue": ("revenue", "sales", "pendapatan", "penjualan", "omzet"),
    "posts_published": ("posts a week", "posts per week", "post per minggu", "posting per minggu"),
}  # fmt: skip

MANY_MEANINGS: dict[str, Text] = {
    "engagement": Text("likes, comments, shares, clicks or a rate of them",
                       "suka, komentar, dibagikan, klik, atau tingkatnya"),
    "keterlibatan": Text("likes, comments, shares, clicks or a rate of them",
                         "suka, komentar, dibagikan, klik, atau tingkatnya"),
    "interaction": Text("likes, comments, shares or messages", "suka, komentar, atau pesan"),
    "interaksi": Text("likes, comments, shares or messages", "suka, komentar, atau pesan"),
    "awareness": Text("reach, impressions, followers or mentions",
                      "jangkauan, impresi, pengikut, atau sebutan"),
    "kesadaran": Text("reach, impressions, followers or mentions",
                      "jangkauan, impresi, pengikut, atau sebutan"),
    "visibility": Text("reach or impressions", "jangkauan atau impresi"),
    "visibilitas": Text("reach or impressions", "jangkauan atau impresi"),
    "presence": Text("posts, reach or followers", "post, jangkauan, atau pengikut"),
    "eksistensi": Text("posts, reach or followers", "post, jangkauan, atau pengikut"),
    "popularity": Text("followers or reach", "pengikut atau jangkauan"),
    "traffic": Text("visits, visitors or link clicks", "kunjungan, pengunjung, atau klik tautan"),
    "lalu lintas": Text("visits, visitors or link clicks",
                        "kunjungan, pengunjung, atau klik tautan"),
    "audience": Text("followers or reach", "pengikut atau jangkauan"),
    "audiens": Text("followers or reach", "pengikut atau jangkauan"),
    "brand": Text("mentions, reach or share of voice", "sebutan, jangkauan, atau pangsa suara"),
    "merek": Text("mentions, reach or share of voice", "sebutan, jangkauan, atau pangsa suara"),
    "performance": Text("any KPI at all", "KPI apa pun"),
    "performa": Text("any KPI at all", "KPI apa pun"),
    "community": Text("followers, comments or messages", "pengikut, komentar, atau pesan"),
    "komunitas": Text("followers, comments or messages", "pengikut, komentar, atau pesan"),
}  # fmt: skip

DATES = (
    rf"\b\d{{1,2}}\s+{A_MONTH}\b(?:\s+\d{{4}})?",
    rf"\b{A_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?",
    rf"\b(?:by|until|before|in|end of|sebelum|hingga|sampai|pada|akhir)\s+{A_MONTH}\b"
    r"(?:\s+\d{4})?",
    rf"\b{A_MONTH}\s+\d{{4}}\b",
    r"\b\d{4}-\d{2}-\d{2}\b",
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    r"\bq[1-4]\b(?:\s+\d{4})?",
    r"\b(?:within|in|over|for|during|dalam|selama)\s+(?:the\s+)?(?:next\s+|coming\s+)?"
    rf"(?:{COUNT})\s+{A_SPAN}\b",
    rf"\b(?:the\s+)?(?:next|this|coming)\s+(?:(?:{COUNT})\s+)?{A_SPAN}\b",
    rf"\b(?:(?:{COUNT})\s+)?{A_SPAN}\s+(?:depan|ini|mendatang|ke depan)\b",
    r"\b(?:end of (?:the )?(?:year|month|quarter)|year[- ]end|akhir (?:tahun|bulan|kuartal))\b",
    r"\b(?:by|until|before|in|sebelum|hingga|sampai|pada)\s+(?:20\d\d)\b",
)
RATES = rf"\b(?:per|a|each|every|setiap|tiap)\s+{A_SPAN}\b"
DISTANCE = (
    r"\b(?:within\s+|dalam\s+(?:radius\s+)?|radius\s+)?\d+(?:[.,]\d+)?\s*"
    r"(?:miles?|mil|km|kilometers?)\b"
)
NUMBERS = (
    r"\d[\d.,\s]*(?:%|percent|persen|k\b|rb\b|ribu\b|jt\b|juta\b|million\b|thousand\b)?",
    r"\b(?:double|triple|twice|half|gandakan|dua kali(?: lipat)?|tiga kali(?: lipat)?|setengah"
    r"|seribu|sejuta|seratus|hundred|thousand|million)\b",
)
AUDIENCE = (
    r"\b(?:local|people|women|men|aged?|customers?|students?|parents?|neighbou?rs?"
    r"|residents?|among|near|around|within \d+|warga|orang|pelanggan|perempuan|laki-laki|usia"
    r"|mahasiswa|sekitar|lokal|ibu|remaja|di kota)\b"
)
