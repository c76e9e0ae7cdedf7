"""Calls of the API that must not be done twice: what was asked, and what was answered."""

from django.db import models

from tolok.store.models.base import Row


class KeptCall(Row):
    """One call with an `Idempotency-Key`. `status` is null while it is under way.

    `key` and `asked` are digests. `answer` is encrypted with the caller's own key and credential,
    neither of which is kept, because an answer may hold a secret that is shown once.
    """

    key = models.CharField(max_length=64, unique=True)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(default=bytes)

    class Meta:
        indexes = [models.Index(fields=["created_at"])]
