"""What the demo's goals say, in both languages, and how they are sketched around today.

The words are kept in English and shown in the reader's language; nobody else's words are touched.
"""

from dataclasses import dataclass

from tolok.core.goals.goal import Answer, Answers, Mode

YES = Answers(
    Answer(True, "Two people, four hours a week."),
    Answer(True, "The budget is set aside."),
    Answer(True, "It serves the shop's own plan."),
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A goal in short: which KPI, how much, over which weeks around today."""

    title: str
    kpi: str
    mode: Mode
    value: float
    network: str
    began_weeks: int
    ends_weeks: int
    objective: str
    actions: tuple[str, ...] = ()
    note: str = ""
    better: str = "up"
    variant: str = ""


SKETCHES = (
    Sketch(
        "Gain followers on Instagram", "followers_gained", Mode.ABSOLUTE, 900, "instagram", 9, 10,
        "More regulars from the neighbourhood",
        ("Two reels a week, Thursday evening", "Answer every comment the same day"),
        "Thursday reels reach nearly twice as many people as the others.",
    ),
    Sketch(
        "Be seen on TikTok", "views", Mode.RATE_WEEK, 9_000, "tiktok", 8, 5,
        "Known beyond the street", ("Film three short recipes",),
        "One video was seen fourteen times as often as usual; do not plan on a second.",
    ),
    Sketch(
        "Bring visits from social networks", "social_sessions", Mode.MONTHLY, 640, "", 12, 8,
        "More orders for pick-up", ("Link the menu in every post about food",),
    ),
    Sketch(
        "Reach more people per Facebook post", "post_reach_avg", Mode.MEAN_PER_POST, 900,
        "facebook", 10, 3, "More regulars from the neighbourhood",
        ("Post neighbourhood specials on Friday",),
    ),
    Sketch(
        "Livelier posts on Instagram", "engagement_rate_avg", Mode.PERCENT, 0.1, "instagram", 10, 6,
        "More regulars from the neighbourhood", ("Try both wordings of the litre bottle",),
    ),
    Sketch(
        "Grow the LinkedIn page", "followers", Mode.ABSOLUTE, 495, "linkedin", 16, 4,
        "Office catering", ("Write about one catering order a month",),
    ),
    Sketch(
        "Get more newsletter sign-ups", "email_signups", Mode.ABSOLUTE, 60, "", 6, 7,
        "More orders for pick-up", ("Put the form on the receipt",),
    ),
    Sketch(
        "Get catering enquiries", "leads", Mode.ABSOLUTE, 40, "", 5, 6, "Office catering",
        ("Import the answers of the catering form",),
    ),
)  # fmt: skip

REASON = "The second shop opens in January."
VAGUE = "Increase engagement"

INDONESIAN = {
    "Gain followers on Instagram": "Tambah pengikut di Instagram",
    "More regulars from the neighbourhood": "Lebih banyak pelanggan tetap dari sekitar",
    "Two reels a week, Thursday evening": "Dua reel seminggu, Kamis malam",
    "Answer every comment the same day": "Jawab setiap komentar pada hari yang sama",
    "Thursday reels reach nearly twice as many people as the others.": (
        "Reel hari Kamis menjangkau hampir dua kali lebih banyak orang daripada yang lain."
    ),
    "Be seen on TikTok": "Ditonton di TikTok",
    "Known beyond the street": "Dikenal sampai ke luar jalan ini",
    "Film three short recipes": "Rekam tiga resep pendek",
    "One video was seen fourteen times as often as usual; do not plan on a second.": (
        "Satu video ditonton empat belas kali lebih sering daripada biasanya; jangan "
        "mengandalkan yang kedua."
    ),
    "Bring visits from social networks": "Datangkan kunjungan dari media sosial",
    "More orders for pick-up": "Lebih banyak pesanan untuk diambil sendiri",
    "Link the menu in every post about food": (
        "Cantumkan tautan menu di setiap post tentang makanan"
    ),
    "Reach more people per Facebook post": "Jangkau lebih banyak orang per post Facebook",
    "Post neighbourhood specials on Friday": "Terbitkan menu khusus warga sekitar setiap Jumat",
    "Livelier posts on Instagram": "Post Instagram yang lebih ramai",
    "Try both wordings of the litre bottle": "Uji kedua kalimat untuk botol satu liter",
    "Grow the LinkedIn page": "Kembangkan halaman LinkedIn",
    "Office catering": "Katering kantor",
    "Write about one catering order a month": "Tulis tentang satu pesanan katering setiap bulan",
    "Get more newsletter sign-ups": "Tambah pendaftaran buletin",
    "Put the form on the receipt": "Cantumkan formulir di struk",
    "Get catering enquiries": "Dapatkan permintaan katering",
    "Import the answers of the catering form": "Impor jawaban formulir katering",
    "Two people, four hours a week.": "Dua orang, empat jam seminggu.",
    "The budget is set aside.": "Anggarannya sudah disisihkan.",
    "It serves the shop's own plan.": "Mendukung rencana kedai sendiri.",
    "The second shop opens in January.": "Kedai kedua dibuka bulan Januari.",
    "Increase engagement": "Tingkatkan engagement",
}
"""Every word of the sketches by its English."""
