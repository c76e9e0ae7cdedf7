"""Renaming, putting away and joining channels. Numbers are never lost: facts follow from raw."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text, say
from tolok.services import ingest
from tolok.services.access import Scope, record
from tolok.services.channels import any_channel
from tolok.services.fact_store import facts, tell_channels
from tolok.services.recognition import choices_of
from tolok.store.models import Batch, Channel, Goal
from tolok.store.scope import hold, within


def rename(scope: Scope, key: str, name: str) -> Channel:
    """Call a channel as people call it; the account stays the one that its files name."""
    name = name.strip()
    if not name:
        raise invalid(
            Text("A channel needs a name.", "Kanal memerlukan nama."),
            Text("Write the name of the account.", "Tulis nama akunnya."),
        )
    found = any_channel(scope, key)
    with transaction.atomic():
        found.name = name[:200]
        found.save(update_fields=["name"])
        record(scope, scope.actor, "channel.renamed", str(found.id), name=found.name)
    tell_channels(scope.workspace)
    return found


def archive(scope: Scope, key: str, *, away: bool = True) -> Channel:
    """Put a channel away, or bring it back: it stands in no list, its past numbers still count."""
    found = any_channel(scope, key)
    with transaction.atomic():
        found.archived_at = datetime.now(UTC) if away else None
        found.save(update_fields=["archived_at"])
        act = "channel.archived" if away else "channel.restored"
        record(scope, scope.actor, act, str(found.id))
    return found


def merge(scope: Scope, key: str, into: str) -> Channel:
    """Two channels that are one account become `into`; the facts are made again from the files.

    Later files that name the account of the one that is gone go to `into` too.
    """
    gone, kept = any_channel(scope, key), any_channel(scope, into)
    with transaction.atomic():
        hold(scope.id)  # a commit of new files waits: the facts are made again below
        _check(scope, gone, kept)
        _move_batches(scope, str(gone.id), kept)
        _move_goals(scope, str(gone.id), str(kept.id))
        kept.remote_id = kept.remote_id or gone.remote_id
        kept.save(update_fields=["remote_id"])
        record(scope, scope.actor, "channel.merged", str(kept.id), gone=gone.name)
        gone.delete()
        done = within(Batch, scope.id).select_related("workspace", "channel").filter(state="done")
        ordered = done.order_by("finished_at", "created_at")
        facts().rebuild(scope.key, map(ingest.replay, ordered))
    tell_channels(scope.workspace)
    return kept


def _check(scope: Scope, gone: Channel, kept: Channel) -> None:
    if gone.id == kept.id:
        raise _cannot(Text("A channel cannot join itself.", "Kanal tidak dapat digabung sendiri."))
    if gone.network != kept.network:
        raise _cannot(
            say(
                "{a} and {b} are on different networks.",
                "{a} dan {b} ada di jaringan yang berbeda.",
                a=gone.name,
                b=kept.name,
            )
        )
    if within(Batch, scope.id).filter(state__in=("ready", "ingesting")).exists():
        raise invalid(
            Text("An import is under way.", "Ada impor yang sedang berjalan."),
            Text("Wait until it is done.", "Tunggu sampai selesai."),
        )


def _cannot(why: Text) -> ProblemError:
    return invalid(
        why,
        Text("Choose two channels of one network.", "Pilih dua kanal dari satu jaringan."),
    )


def _move_batches(scope: Scope, gone: str, kept: Channel) -> None:
    for batch in within(Batch, scope.id):
        accounts = {k: str(kept.id) if v == gone else v for k, v in batch.accounts.items()}
        chosen = kept.id if str(batch.channel_id) == gone else batch.channel_id
        questions = [_without(question, gone) for question in batch.questions]
        within(Batch, scope.id).filter(id=batch.id).update(
            accounts=accounts, channel_id=chosen, questions=questions
        )


def _without(question: dict[str, Any], gone: str) -> dict[str, Any]:
    return {**question, "choices": {k: v for k, v in choices_of(question).items() if k != gone}}


def _move_goals(scope: Scope, gone: str, kept: str) -> None:
    """Goals over the one count the other from now on; their old versions stay as they were."""
    for goal in within(Goal, scope.id):
        targets = goal.form.get("targets") or []
        for target in targets:
            named = (target.get("scope") or {}).get("channels") or []
            if gone in named:
                target["scope"]["channels"] = list(
                    dict.fromkeys(kept if one == gone else one for one in named)
                )
        within(Goal, scope.id).filter(id=goal.id).update(form=goal.form)
