"""What is settled of a file before it may be read: by the file, by memory, by a person."""

from collections.abc import Mapping

from tolok.core.ports import Question
from tolok.core.text import Text
from tolok.services import ingest
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.recognition import Reading, question_dict, read_sheet
from tolok.store.models import Batch, Remembered
from tolok.store.scope import within

_WHICH_CHANNEL = Text(
    "Which of your channels do these numbers belong to? The file names none.",
    "Angka-angka ini milik kanal yang mana? Berkasnya tidak menyebutkan.",
)
# What a header proves for good. A network, a channel or a year may differ from file to file.
_LASTING = frozenset({"importer", "mapping", "decimal", "date_order", "currency"})


def settle(scope: Scope, batch: Batch, reading: Reading, given: dict[str, str]) -> None:
    """Answer from memory what was answered before for this header."""
    memory = within(Remembered, scope.id).filter(fingerprint=reading.fingerprint).first()
    if memory is not None and (reading.questions or reading.importer is None):
        given = {**memory.answers, **given}
        reading = read_sheet(reading.sheet, given)
    take(scope, batch, reading, given)


def take(scope: Scope, batch: Batch, reading: Reading, given: Mapping[str, str]) -> None:
    """Write a reading into the batch."""
    batch.importer = reading.importer.id if reading.importer else ""
    batch.candidates = list(reading.candidates)
    batch.questions = [question_dict(q) for q in reading.questions]
    batch.answers = dict(given)
    if reading.match is not None:
        batch.network = reading.match.network or given.get("network", "")
        batch.table = reading.match.table
    if batch.questions:
        batch.state = "waiting"
    else:
        batch.state = "checked" if batch.importer else "received"
    _ask_channel(scope, batch, reading)


def remember(scope: Scope, reading: Reading, settled: Mapping[str, str]) -> None:
    """Keep what the header proves, for the next file that has the same one."""
    lasting = {k: v for k, v in settled.items() if k in _LASTING}
    if not lasting:
        return
    Remembered.objects.update_or_create(
        workspace=scope.workspace,
        fingerprint=reading.fingerprint,
        defaults={
            "importer": reading.importer.id if reading.importer else "",
            "answers": lasting,
        },
    )


def _ask_channel(scope: Scope, batch: Batch, reading: Reading) -> None:
    """Rows that name no account, and several channels they could belong to: ask, never guess."""
    if batch.state != "checked" or batch.channel is not None:
        return
    network = ingest.nameless_network(batch, reading.sheet)
    several = channels(scope, network) if network else []
    if len(several) > 1:
        choices = {str(c.id): Text.same(c.name) for c in several}
        batch.questions = [question_dict(Question("channel", _WHICH_CHANNEL, choices))]
        batch.state = "waiting"
