"""What the demo's café posts about: short captions in Indonesian and English, all ours."""

TOPICS: dict[str, tuple[str, ...]] = {
    "menu": (
        "Es kopi gula aren kembali, segelas untuk sore yang panjang. #menubaru",
        "New on the board: pandan cold brew. #menubaru",
        "Roti bakar srikaya, dipanggang sampai renyah di pinggir.",
        "Brunch plates until two, every day this week. #brunch",
        "Teh sereh hangat untuk hari hujan.",
    ),
    "place": (
        "Sudut dekat jendela kosong sampai jam sepuluh. #sudutcafe",
        "Our terrace is open again. Bring a friend and a book.",
        "Lampu baru, meja lama. Mampir malam ini.",
        "How the corner looks before we open at seven.",
    ),
    "people": (
        "Barista kami belajar latte art: percobaan ketiga puluh.",
        "Behind the bar on a busy Saturday.",
        "Terima kasih untuk pesan-pesan Anda minggu ini.",
        "Which table is yours? Tell us below.",
    ),
    "neighbourhood": (
        "Pasar pagi di ujung jalan, kopi di tangan. #tetangga",
        "Three places near us that deserve a visit. #tetangga",
        "Promo tetangga: tunjukkan KTP setempat, kopi kedua gratis.",
    ),
    "craft": (
        "Dari biji ke cangkir dalam empat puluh detik.",
        "Grind, tamp, pull: what we check every morning.",
        "Kenapa susu kami selalu 62 derajat.",
    ),
}
AB_TEXT = (
    "Kopi susu literan, siap antar ke rumah.",
    "Liter kopi susu untuk rapat pagi Anda: pesan malam ini.",
)
