"""The names of what a figure is broken down by: channels, types, weekdays, hours."""

from collections.abc import Mapping

from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services.numbers_view import View

DIMENSIONS: Mapping[str, Text] = {
    "channel": Text("Channel", "Kanal"),
    "network": Text("Network", "Jaringan"),
    "type": Text("Type", "Jenis"),
    "campaign": Text("Campaign", "Kampanye"),
    "tag": Text("Tag", "Label"),
    "hashtag": Text("Hashtag", "Tagar"),
    "domain": Text("Domain of the link", "Domain tautan"),
    "weekday": Text("Weekday", "Hari"),
    "hour": Text("Hour", "Jam"),
    "length": Text("Length of text", "Panjang teks"),
    "language": Text("Language", "Bahasa"),
    "author": Text("Author", "Penulis"),
    "paid": Text("Paid or not", "Berbayar atau tidak"),
    "source": Text("Source of visits", "Sumber kunjungan"),
    "ad_campaign": Text("Ad campaign", "Kampanye iklan"),
    "ad_set": Text("Ad set", "Set iklan"),
    "ad": Text("Ad", "Iklan"),
    "currency": Text("Currency", "Mata uang"),
    "age": Text("Age", "Usia"),
    "gender": Text("Gender", "Gender"),
    "country": Text("Country", "Negara"),
    "city": Text("City", "Kota"),
    "tier": Text("Size of account", "Ukuran akun"),
    "topic": Text("Topic", "Topik"),
}
TYPES: Mapping[str, Text] = {
    "photo": Text("Photo", "Foto"),
    "video": Text("Video", "Video"),
    "reel": Text("Reel", "Reel"),
    "short": Text("Short", "Short"),
    "story": Text("Story", "Story"),
    "carousel": Text("Carousel", "Carousel"),
    "link": Text("Link", "Tautan"),
    "text": Text("Text", "Teks"),
    "poll": Text("Poll", "Polling"),
    "live": Text("Live", "Siaran langsung"),
    "article": Text("Article", "Artikel"),
    "event": Text("Event", "Acara"),
    "document": Text("Document", "Dokumen"),
}
WEEKDAYS = (
    Text("Monday", "Senin"),
    Text("Tuesday", "Selasa"),
    Text("Wednesday", "Rabu"),
    Text("Thursday", "Kamis"),
    Text("Friday", "Jumat"),
    Text("Saturday", "Sabtu"),
    Text("Sunday", "Minggu"),
)
_LENGTHS: Mapping[str, Text] = {
    "short": Text("Short, up to 100 characters", "Pendek, sampai 100 karakter"),
    "medium": Text("Medium, up to 500", "Sedang, sampai 500"),
    "long": Text("Long, over 500", "Panjang, di atas 500"),
}
_PAID: Mapping[str, Text] = {
    "true": Text("Paid", "Berbayar"),
    "false": Text("Not paid", "Tidak berbayar"),
}
NOT_SAID = Text("not stated", "tidak disebut")


def named(dimension: str, key: str, view: View) -> Text:
    """A key as people call it; "" is what the source did not state."""
    if not key:
        return NOT_SAID
    if dimension == "channel":
        return Text.same(view.name_of(key) or key)
    if dimension == "network":
        return networks()[key].name if key in networks() else Text.same(key)
    if dimension == "weekday" and key.isdigit():
        return WEEKDAYS[int(key)]
    if dimension == "hour" and key.isdigit():
        return Text(f"{int(key):02d}:00", f"{int(key):02d}.00")
    listed = {"type": TYPES, "length": _LENGTHS, "paid": _PAID}.get(dimension, {})
    return listed.get(key) or Text.same(key[:1].upper() + key[1:] if dimension == "type" else key)


def mark_of(dimension: str, key: str, view: View) -> str:
    """The two letters of a network, for what belongs to one; "" otherwise."""
    network = (
        key if dimension == "network" else view.network_of(key) if dimension == "channel" else ""
    )
    return networks()[network].mark if network in networks() else ""
