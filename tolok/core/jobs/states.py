"""The life of one piece of background work, as a table. It moves nothing and keeps no time."""

from collections.abc import Mapping
from datetime import timedelta

from tolok.core.publishing.machine import State, StateError, faults
from tolok.core.text import Text

START = "ready"
CLAIM = timedelta(seconds=15)  # how long a claim holds before the first sign of life
RETENTION = timedelta(days=7)  # how long a done job is kept, and its key with it
ALIVE = timedelta(seconds=60)  # a worker that was silent for longer is taken for dead

STATES: Mapping[str, State] = {
    "ready": State(
        next=frozenset({"running"}),
        due=True,
        name=Text("Waiting", "Menunggu"),
        words=Text("It waits for its time and a worker.", "Menunggu waktunya dan pekerja."),
    ),
    "running": State(
        next=frozenset({"done", "retry", "dead", "ready"}),
        lease=CLAIM,
        lapses_to="retry",
        name=Text("Running", "Berjalan"),
        words=Text("A worker is at it.", "Sebuah pekerja sedang mengerjakannya."),
    ),
    "retry": State(
        next=frozenset({"running"}),
        due=True,
        name=Text("Will be tried again", "Akan dicoba lagi"),
        words=Text("The last try failed.", "Percobaan terakhir gagal."),
    ),
    "done": State(
        next=frozenset(),
        end=True,
        name=Text("Done", "Selesai"),
        words=Text("It is done.", "Sudah selesai."),
    ),
    "dead": State(
        next=frozenset({"ready"}),
        name=Text("Given up", "Dihentikan"),
        words=Text(
            "It failed for good. Run it again or drop it.",
            "Gagal dan tidak dicoba lagi. Jalankan ulang atau buang.",
        ),
    ),
}

if _FAULTS := faults(STATES, START):
    raise StateError("; ".join(_FAULTS))
