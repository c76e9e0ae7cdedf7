"""The keys that log-ins are sealed with: how they stand, a new one, and forgetting old ones.

Every column named `sealed` and every sealed file is covered, also those that come later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text, say
from tolok.services import sign_in_apps
from tolok.services.access import Actor, only_operator, record
from tolok.services.seals import keys

BATCH = 200  # rows sealed anew in one transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """`old`: sealed with an older key; `unreadable`: no key of the file opens it."""

    keys: int
    sealed: int
    old: int
    unreadable: int


def status(actor: Actor) -> Standing:
    only_operator(actor)
    return standing()


def standing() -> Standing:
    """Also for the doctor. Raises ProblemError when the key file cannot be used."""
    known = keys().count()
    tokens = list(_tokens())
    if not known:
        return Standing(0, len(tokens), 0, len(tokens))
    old = [token for token in tokens if not keys().is_newest(token)]
    unreadable = sum(not _opens(token) for token in old)
    return Standing(known, len(tokens), len(old) - unreadable, unreadable)


def rotate(actor: Actor) -> Standing:
    """Seal everything with a new key. One that was cut short is carried on, without another key.

    Whatever is sealed meanwhile opens all the same: older keys stay until `retire`.
    """
    only_operator(actor)
    before = standing()
    carried_on = before.old > 0 and before.keys > 1
    if not carried_on:
        keys().rotate()
    n = reseal()
    record(None, actor, "keys.rotated", resealed=n, carried_on=carried_on)
    return standing()


def retire(actor: Actor) -> int:
    """Forget the older keys that nothing needs; how many. Backups from before no longer open."""
    only_operator(actor)
    found = standing()
    if found.unreadable:
        raise invalid(
            say(
                "{n} log-ins are opened by no key.",
                "{n} login tidak dibuka oleh kunci mana pun.",
                n=found.unreadable,
            ),
            Text(
                "Connect those channels again or put the key file back, then retire.",
                "Hubungkan lagi kanalnya atau pulihkan berkas kunci, lalu pensiunkan.",
            ),
        )
    n = keys().retire(_tokens())
    record(None, actor, "keys.retired", keys=n)
    return n


def reseal() -> int:
    """Everything under the newest key, a batch of rows in each transaction; how many were not."""
    done = sum(_reseal_rows(model) for model in _models())
    return done + sum(_reseal_file(path) for path in sign_in_apps.sealed_files())


def _reseal_rows(model: type[models.Model]) -> int:
    done, last = 0, UUID(int=0)
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update().filter(id__gt=last)
            batch = list(rows.order_by("id").only("id", "sealed")[:BATCH])
            for row in batch:
                done += _reseal_row(model, row)
        if not batch:
            return done
        last = batch[-1].pk


def _reseal_row(model: type[models.Model], row: models.Model) -> int:
    """By compare and set: a token that was renewed at this moment is not overwritten."""
    old = str(row.sealed)  # type: ignore[attr-defined]
    if keys().is_newest(old) or not _opens(old):
        return 0
    rows = model._default_manager.filter(id=row.pk, sealed=old)
    return rows.update(sealed=keys().reseal(old))


def _reseal_file(path: Path) -> int:
    old = path.read_text("ascii")
    if keys().is_newest(old) or not _opens(old):
        return 0
    sign_in_apps.put(path, keys().reseal(old))
    return 1


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("store").get_models():
        if any(field.name == "sealed" for field in model._meta.get_fields()):
            yield model


def _tokens() -> Iterator[str]:
    for model in _models():
        yield from model._default_manager.values_list("sealed", flat=True).iterator()
    for path in sign_in_apps.sealed_files():
        yield path.read_text("ascii")


def _opens(token: str) -> bool:
    try:
        keys().open_sealed(token)
    except ProblemError as error:
        if error.problem.type != "seal-broken":
            raise
        return False
    return True
