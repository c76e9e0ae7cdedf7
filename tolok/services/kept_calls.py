"""Doing a call once though it is sent twice: its answer is kept a day under the caller's key."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.text import Text
from tolok.store.models import KeptCall

if TYPE_CHECKING:
    from cryptography.fernet import Fernet
    from django.db.models import QuerySet

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether the call is to be done now (`id`), or was, with its answer."""

    id: UUID | None
    answer: Answer | None = None


def take_turn(key: str, caller: str, asked: bytes) -> Turn:
    """Claim the key for this call. ProblemError 422 when it stood for another call, 409 while the
    first is under way."""
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise _unfit()
    now = datetime.now(UTC)
    KeptCall.objects.filter(created_at__lt=now - KEPT).delete()
    name, wanted = _digest("key", caller, key), sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            return Turn(KeptCall.objects.create(key=name, asked=wanted).id)
    except IntegrityError:
        return _known(KeptCall.objects.filter(key=name).first(), wanted, key, caller)


def keep(turn: Turn, key: str, caller: str, answer: Answer) -> None:
    """Keep the answer. Of a call that failed by our fault, or that nobody we know made, nothing
    is kept: it may be tried again."""
    rows = _row(turn)
    if answer.status >= 500 or answer.status == 401:
        rows.delete()
        return
    text = json.dumps([answer.type, answer.body.decode("latin-1")]).encode()
    rows.update(status=answer.status, answer=_lock(key, caller).encrypt(text))


def give_up(turn: Turn) -> None:
    """Nothing was answered: the key is free again."""
    _row(turn).delete()


def _row(turn: Turn) -> "QuerySet[KeptCall]":
    return KeptCall.objects.filter(id=turn.id or UUID(int=0))


def _known(row: KeptCall | None, wanted: str, key: str, caller: str) -> Turn:
    if row is None or (row.asked == wanted and row.status is None):
        raise _under_way()
    if row.asked != wanted:
        raise _reused()
    type, body = json.loads(_lock(key, caller).decrypt(bytes(row.answer)))
    return Turn(None, Answer(row.status or 200, type, body.encode("latin-1")))


def _lock(key: str, caller: str) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(bytes.fromhex(_digest("answer", caller, key))))


def _digest(*parts: str) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()


def _unfit() -> ProblemError:
    return invalid(
        Text("This Idempotency-Key cannot be used.", "Idempotency-Key ini tidak dapat dipakai."),
        Text("Send a random text of up to 255 letters.", "Kirim teks acak hingga 255 huruf."),
        type="idempotency-key",
    )


def _reused() -> ProblemError:
    return invalid(
        Text(
            "This Idempotency-Key was used for another call.",
            "Idempotency-Key ini sudah dipakai untuk panggilan lain.",
        ),
        Text("Use a new key for each call.", "Pakai kunci baru untuk setiap panggilan."),
        type="idempotency-key",
    )


def _under_way() -> ProblemError:
    return ProblemError(
        Problem(
            type="call-under-way",
            title=Text("Still under way", "Masih berjalan"),
            detail=Text(
                "The first call with this Idempotency-Key has no answer yet.",
                "Panggilan pertama dengan Idempotency-Key ini belum terjawab.",
            ),
            fix=Text("Send it again in a while.", "Kirim lagi sebentar kemudian."),
            status=409,
        )
    )
