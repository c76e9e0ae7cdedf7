"""Our own file of posts, in English or Indonesian headers. Days are YYYY-MM-DD."""

from tolok.core.bulk import BulkFormat
from tolok.core.text import Text

FORMAT = BulkFormat(
    id="own",
    name=Text("Tolok's own table", "Tabel Tolok sendiri"),
    columns={
        "date": ("date", "tanggal"),
        "time": ("time", "waktu", "jam"),
        "channels": ("channels", "channel", "kanal"),
        "text": ("text", "teks"),
        "link": ("link", "tautan"),
        "media": ("media",),
        "alt": ("alt", "description", "keterangan"),
        "campaign": ("campaign", "kampanye"),
        "tags": ("tags", "tag"),
        "comment": ("comment", "first comment", "komentar"),
        "queue": ("queue", "antrean"),
    },
    needed=("text",),
    queue=True,
    quoted=True,
)
