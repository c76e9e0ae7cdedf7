"""What a connector can do and how it is proven, in words for the page of connections."""

from collections.abc import Mapping

from tolok.core.publishing.account import Capabilities
from tolok.core.publishing.lateness import Late
from tolok.core.publishing.length import Unit
from tolok.core.text import Text, say

PROOF: Mapping[str, Text] = {
    "real": Text("Proven against a real server", "Terbukti pada server sungguhan"),
    "spec": Text(
        "Checked against the official specification", "Diperiksa terhadap spesifikasi resmi"
    ),
    "documents": Text("Simulated from documents only", "Disimulasikan dari dokumen saja"),
}
RETRY: Mapping[str, Text] = {
    "A": Text(
        "Sent again after a lost answer: the network keeps one post for our id, for ever.",
        "Dikirim lagi bila jawaban hilang: jaringan menyimpan satu posting untuk id kita.",
    ),
    "B": Text(
        "Sent again within the hour after a lost answer: the network keeps one post for our key. "
        "Later it is looked up first.",
        "Dikirim lagi dalam satu jam bila jawaban hilang: jaringan menyimpan satu posting untuk "
        "kunci kita. Setelah itu dicari dulu.",
    ),
    "C": Text(
        "Two steps: after a lost answer the network is asked whether the second was done.",
        "Dua tahap: bila jawaban hilang, jaringan ditanya apakah tahap kedua sudah terjadi.",
    ),
    "D": Text(
        "After a lost answer the own posts are listed and compared before anything is sent again.",
        "Bila jawaban hilang, posting sendiri didaftar dan dibandingkan sebelum dikirim lagi.",
    ),
    "E": Text(
        "The network cannot be asked: after a lost answer a person decides.",
        "Jaringan tidak bisa ditanya: bila jawaban hilang, seseorang memutuskan.",
    ),
}
LATE: Mapping[Late, Text] = {
    Late.ASK: Text("Ask me", "Tanya saya"),
    Late.SEND: Text("Send it late", "Kirim walau telat"),
    Late.SKIP: Text("Skip it", "Lewati"),
}
_UNITS: Mapping[Unit, Text] = {
    Unit.WEIGHTED: Text("weighted characters", "karakter berbobot"),
    Unit.GRAPHEMES: Text("characters", "karakter"),
    Unit.CODE_POINTS: Text("characters", "karakter"),
    Unit.UTF16: Text("characters", "karakter"),
    Unit.BYTES: Text("bytes", "byte"),
    Unit.EMOJI_BYTES: Text("characters, emoji by bytes", "karakter, emoji per byte"),
}


def limits(able: Capabilities) -> tuple[Text, ...]:
    """The few limits one asks about first."""
    found = [say("{n} {unit}", "{n} {unit}", n=able.text.limit, unit=_UNITS[able.text.unit])]
    if able.media is not None:
        found.append(say("{n} pictures or videos", "{n} gambar atau video", n=able.media.most))
    else:
        found.append(Text("text only", "teks saja"))
    if able.poll_options:
        found.append(say("polls of {n} choices", "jajak pendapat {n} pilihan", n=able.poll_options))
    return tuple(found)


def notes(able: Capabilities) -> tuple[Text, ...]:
    """What the account's server does differently, and what cannot be done there."""
    cannot = (
        (able.delete, Text("Posts cannot be deleted.", "Posting tidak bisa dihapus.")),
        (able.edit, Text("Posts cannot be edited.", "Posting tidak bisa disunting.")),
        (able.reply, Text("No threads or comments.", "Tanpa utas atau komentar.")),
        (able.metrics, Text("No numbers come back.", "Tidak ada angka yang kembali.")),
    )
    return (*able.notes, *(words for can, words in cannot if not can))
