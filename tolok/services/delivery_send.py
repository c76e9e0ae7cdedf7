"""Sending one held delivery: renew the log-in, prepare, commit, and write down what came of it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.outcomes import Outcome as Ending
from tolok.core.publishing.parcel import Note, Parcel, Prepared
from tolok.core.publishing.retry import Outcome, Step, after_send, must_ask_first
from tolok.core.publishing.states import allowed
from tolok.core.text import Text
from tolok.services import accounts, delivery_rows
from tolok.services.delivery_case import Case, call, fix_of, outcome_of, situation, until_of
from tolok.services.delivery_done import account_says, done
from tolok.services.delivery_look import look
from tolok.services.delivery_parcel import freeze, parcel
from tolok.services.delivery_rows import LostHold
from tolok.services.delivery_worker import Worker
from tolok.services.own_limits import counted, next_call
from tolok.store.models import Delivery


async def send(worker: Worker, case: Case) -> None:
    """From `claimed` to wherever it rests. Raises LostHold when somebody else took it over."""
    try:
        await worker.written("preparing", _prepare_row, worker, case)
    except Permanent as ending:
        return await stop(worker, case, ending)
    if case.row.state != "preparing":
        return None  # cancelled in time
    if must_ask_first(situation(case, worker.clock())):
        await worker.step(case, "reconciling", why=_ASK_FIRST)
        return await look(worker, case)
    try:
        await _ready(worker, case)
        load = parcel(case.row.sent or {})
        prepared = await call(
            case.network.prepare(
                worker.http, case.account, load, case.row.prepared, _noter(worker, case)
            )
        )
    except Ending as ending:
        return await stop(worker, case, ending)
    if await _committing(worker, case, prepared):
        await _commit(worker, case, load, prepared)
    return None


async def stop(worker: Worker, case: Case, ending: Ending) -> None:
    """Nothing was published by this try: wait, or hand it to a person."""
    now = worker.clock()
    outcome = outcome_of(ending, visible=False)
    at = situation(case, now)
    step = after_send(outcome, at, worker.rng, until=until_of(ending, now))
    await _rest(worker, case, ending, step, at.unsure)


async def _rest(worker: Worker, case: Case, ending: Ending, step: Step, unsure: int) -> None:
    """Enter the step that follows an ending, and keep what it says of the account."""
    await worker.db(account_says, case, ending, worker.clock())
    if not allowed(case.row.state, step.state):
        await worker.step(case, "reconciling", why=step.why)
    why = Text(f"{step.why.en} {ending.reason.en}", f"{step.why.id} {ending.reason.id}")
    about = {"due": step.due, "why": why, "fix": fix_of(ending), "unsure": unsure}
    await worker.step(case, step.state, **about)


def _prepare_row(worker: Worker, case: Case) -> None:
    """Freeze what is sent, with the key, before anything leaves."""
    row, now = case.row, worker.clock()
    changes: dict[str, Any] = {"tried_at": row.tried_at or now}
    frozen: Permanent | None = None
    try:
        changes["sent"] = freeze(row)
    except Permanent as ending:
        frozen = ending
    changes["key"] = row.key or case.network.new_key(now, worker.rng)
    case.row = delivery_rows.enter(case.hold, "preparing", now, known=row, **changes)
    if frozen is not None and case.row.state == "preparing":
        raise frozen


async def _ready(worker: Worker, case: Case) -> None:
    """A token that ends soon is changed first, and kept before it is used."""
    now = worker.clock()
    if accounts.is_ageing(case.account, now):
        fresh = await call(accounts.refreshed(case.network, worker.http, case.account, now))
        if not await worker.db(accounts.keep, case.connection, fresh, now):
            raise Temporary(_ANEW, cause=Cause.NETWORK_DOWN)
        case.account = fresh


def _noter(worker: Worker, case: Case) -> Note:
    async def note(prepared: Prepared) -> None:
        await worker.db(delivery_rows.note, case.hold, prepared)

    return note


async def _committing(worker: Worker, case: Case, prepared: Prepared) -> bool:
    """Write down that the call leaves now. False: it must wait, or was cancelled."""
    now = worker.clock()
    limits = case.able.limits
    wait = await worker.db(next_call, case.row.channel_id, limits, now) if limits else None
    if wait is not None:
        await worker.step(case, "prepared", prepared=dict(prepared))
        await worker.step(case, "waiting_rate", due=wait, why=_OWN_LIMIT)
        return False
    case.row = await worker.written("committing", _write_committing, case, prepared, now)
    return case.row.state == "committing"


def _write_committing(case: Case, prepared: Prepared, now: datetime) -> Delivery:
    with transaction.atomic():
        row = delivery_rows.enter(
            case.hold, "prepared", now, known=case.row, prepared=dict(prepared)
        )
        if row.state != "prepared":
            return row
        counted(row.channel_id, case.able.limits, now)
        return delivery_rows.enter(
            case.hold,
            "committing",
            now,
            known=row,
            sends=row.sends + 1,
            unsure=row.unsure + 1,
            looks=0,
            first_sent=row.first_sent or now,
            last_sent=now,
        )


async def _commit(worker: Worker, case: Case, load: Parcel, prepared: Prepared) -> None:
    """The one visible call, and what came of it.

    A worker that was held up until its lease was over sends nothing: another has the row by now.
    """
    if case.row.lease_until is None or worker.clock() >= case.row.lease_until:
        raise LostHold(str(case.hold.id))
    try:
        published = await call(
            case.network.commit(worker.http, case.account, load, prepared, case.row.key)
        )
    except Ending as ending:
        return await _ended(worker, case, ending)
    return await done(worker, case, published, None)


async def _ended(worker: Worker, case: Case, ending: Ending) -> None:
    """The publish call ended badly; only a clear answer settles the send."""
    now = worker.clock()
    outcome = outcome_of(ending, visible=True)
    at = situation(case, now, settled=0 if outcome is Outcome.AMBIGUOUS else 1)
    step = after_send(outcome, at, worker.rng, until=until_of(ending, now))
    await _rest(worker, case, ending, step, at.unsure)


_ASK_FIRST = Text(
    "An earlier try may be out, so the network is asked first.",
    "Percobaan sebelumnya mungkin sudah terbit, jadi jaringan ditanya dulu.",
)
_ANEW = Text("The channel was connected anew at that moment.", "Kanal baru saja dihubungkan ulang.")
_OWN_LIMIT = Text(
    "As many posts as the network allows were sent; the next one waits.",
    "Jumlah posting yang diizinkan jaringan sudah terkirim; yang berikut menunggu.",
)
