"""Giving posts a time, and taking it back: checks first, then one step per delivery."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tolok.core.errors import invalid, not_found
from tolok.core.publishing.changes import Reply, Wish, refusal, reply
from tolok.core.publishing.content import from_json, is_empty, parts
from tolok.core.publishing.slots import Refusal, Week, last_free, next_free
from tolok.core.publishing.states import step
from tolok.core.publishing.utm import Utm
from tolok.core.text import Text
from tolok.lib.ids import uuid7
from tolok.services.access import Scope
from tolok.services.best_time import best_week
from tolok.services.delivery_rows import moved_by, start_afresh
from tolok.services.post_check import Reachable, reachable, refuse, verdict
from tolok.services.post_marks import marks, template_of
from tolok.services.post_order import AT, BEST, LAST, NOW, When
from tolok.services.post_queue import no_slot, taken, week_of
from tolok.store.models import (
    Channel,
    Connection,
    ContentPlan,
    Delivery,
    DeliveryStep,
    Post,
    Queue,
)

_OVER = ("published", "edited", "deleted", "cancelled")
_TIMED = ("scheduled", "in_review", "approved", "waiting_retry", "waiting_rate", "needs_auth")


@dataclass(slots=True)
class Planner:
    """What planning needs to know of the channels, read once for any number of posts.

    `journal` collects the steps of new rows, which are stored in bulk by whoever made them.
    """

    scope: Scope
    now: datetime
    targets: dict[UUID, Reachable]
    late: dict[UUID, str]
    queues: dict[UUID, Queue]
    needs_approval: bool
    utm: Utm | None = None
    journal: list[DeliveryStep] = field(default_factory=list)
    _taken: dict[UUID, list[datetime]] = field(default_factory=dict)
    _weeks: dict[tuple[UUID, bool], Week] = field(default_factory=dict)

    def channel(self, id: UUID) -> Channel:
        try:
            return self.targets[id].channel
        except KeyError:
            raise not_found(Text("channel", "kanal")) from None

    def drafts(self, post: Post, channel: Channel) -> list[Delivery]:
        """New rows, not stored yet: one per part of the post on the channel."""
        found: list[Delivery] = []
        for part in parts(from_json(post.content), str(channel.id), channel.network):
            found.append(
                Delivery(
                    id=uuid7(),
                    workspace_id=post.workspace_id,
                    post=post,
                    channel=channel,
                    part=part.number,
                    after=found[-1] if found else None,
                    state="draft",
                    since=self.now,
                )
            )
        return found

    def place(self, post: Post, rows: Sequence[Delivery], when: When) -> None:
        """Plan unsaved or locked rows: checked, timed, moved on. Raises ProblemError."""
        if not rows:
            raise _NO_CHANNEL
        content = from_json(post.content)
        if is_empty(content):
            raise _EMPTY
        wanted = dict.fromkeys(row.channel_id for row in rows)
        times = {id: self._time(id, when) for id in wanted}
        post.due_at = min(times.values())
        targets = [self.targets[id] for id in wanted]
        refuse(
            [
                verdict(self.scope, content, each, marks(self.utm, post, each.channel))
                for each in targets
            ]
        )
        for row in rows:
            self._timed(row, post, times[row.channel_id], fixed=when.kind in (AT, NOW))
        post.stage = "in_review" if self.needs_approval else "planned"

    def settle(self, post: Post, channels: Iterable[UUID] | None) -> None:
        """After a change of content or channels: rows added, taken away, or checked again.

        What had a time keeps it; what stopped (failed, late …) becomes a draft again.
        """
        rows = list(open_rows(post).select_for_update())
        for row in rows:
            if reply(row.state, Wish.EDIT, unsure=row.unsure > 0) is Reply.REFUSED:
                raise refusal(row.state)
        over = list(over_rows(post))
        held = {row.channel_id for row in rows}
        wanted = held if channels is None else set(channels)
        for id in held - wanted:
            open_rows(post).filter(channel_id=id).delete()
        for id in (wanted & held) | (wanted - {row.channel_id for row in over}):
            self._renew(
                post,
                self.channel(id),
                [row for row in rows if row.channel_id == id],
                {row.part: row for row in over if row.channel_id == id},
            )
        post.save(update_fields=["due_at", "stage"])

    def cancel(self, post: Post) -> None:
        """Nothing more of the post goes out; a row under way keeps the wish for its worker."""
        for row in open_rows(post).select_for_update():
            cancel(row, self.now, self.scope.actor.label)

    def keep(self, rows: Iterable[Delivery]) -> None:
        """Store rows that were moved, with their journal."""
        for row in rows:
            row.save()
        DeliveryStep.objects.bulk_create(self.journal)
        self.journal.clear()

    def to_draft(self, row: Delivery) -> None:
        """Nothing is planned any more; what was tried before stands in the journal only."""
        self._step(row, "draft")
        start_afresh(row)

    def _renew(
        self,
        post: Post,
        channel: Channel,
        old: Sequence[Delivery],
        over: Mapping[int, Delivery],
    ) -> None:
        """The rows of one channel as its parts are now, at the time they had.

        `over`: parts that are out, or never will be; of a thread, the rest is renewed behind them.
        """
        kept = {row.part: row for row in old}
        first = old[0] if old else None
        time = first.planned_at if first is not None and first.state in _TIMED else None
        rows: list[Delivery] = []
        before: Delivery | None = None
        for draft in self.drafts(post, channel):
            row = over.get(draft.part) or kept.pop(draft.part, draft)
            if draft.part not in over:
                row.after = before
                self.to_draft(row)
                rows.append(row)
            before = row
        Delivery.objects.filter(id__in=[row.id for row in kept.values()]).delete()
        if rows and first is not None and time is not None:
            fixed = first.fixed
            self.place(post, rows, When(AT, time))
            for row in rows:
                row.fixed = fixed
        self.keep(rows)

    def _time(self, channel_id: UUID, when: When) -> datetime:
        if when.kind == NOW:
            return self.now
        if when.kind == AT:
            if when.at is None:
                raise _NO_TIME
            return when.at
        held = self._taken.setdefault(channel_id, taken(self.channel(channel_id), self.now))
        find = last_free if when.kind == LAST else next_free
        found = find(self._week(channel_id, best=when.kind == BEST), held, self.now)
        if isinstance(found, Refusal):
            raise no_slot(self.channel(channel_id), found)
        held.append(found)
        return found

    def _week(self, channel_id: UUID, *, best: bool) -> Week:
        """The channel's queue, or its best times by the queue's rules; worked out once."""
        key = (channel_id, best)
        if key not in self._weeks:
            channel = self.channel(channel_id)
            own = week_of(channel, self.queues.get(channel_id))
            self._weeks[key] = best_week(self.scope, channel, own, self.now) if best else own
        return self._weeks[key]

    def _timed(self, row: Delivery, post: Post, at: datetime, *, fixed: bool) -> None:
        row.planned_at = at
        row.fixed = fixed
        row.late = post.late or self.late.get(row.channel_id, "ask")
        if row.state not in ("draft", "approved"):
            self.to_draft(row)
        after = "in_review" if self.needs_approval and row.state == "draft" else "scheduled"
        self._step(row, after)
        row.due_at = at if after == "scheduled" else None

    def _step(self, row: Delivery, after: str) -> None:
        """One step of an unsaved or locked row; the caller stores the row and the journal."""
        if row.state == after:
            return
        before, row.state = row.state, step(row.state, after)
        row.since = self.now
        row.due_at = None
        row.steps += 1
        self.journal.append(
            DeliveryStep(
                delivery=row,
                number=row.steps,
                at=self.now,
                before=before,
                after=after,
                fence=row.fence,
                by=self.scope.actor.label,
            )
        )


def planner(scope: Scope, channels: Iterable[UUID], now: datetime) -> Planner:
    """Read what planning on these channels needs; unknown ids are found out when they are used."""
    ids = list(channels)
    found = list(
        Channel.objects.select_related("workspace").filter(
            workspace_id=scope.id, id__in=ids, archived_at=None
        )
    )
    late = Connection.objects.filter(channel_id__in=ids).values_list("channel_id", "late")
    plans = ContentPlan.objects.filter(workspace_id=scope.id).order_by("created_at")
    steps, utm = plans.values_list("steps", "utm").first() or ([], {})
    return Planner(
        scope=scope,
        now=now,
        targets={each.channel.id: each for each in reachable(scope, found)},
        late=dict(late),
        queues={queue.channel_id: queue for queue in Queue.objects.filter(channel_id__in=ids)},
        needs_approval=bool(steps),
        utm=template_of(utm),
    )


def open_rows(post: Post) -> QuerySet[Delivery]:
    """Rows that may still be sent, in order of channel and part."""
    rows = Delivery.objects.filter(post=post).exclude(state__in=_OVER)
    return rows.order_by("channel_id", "part")


def over_rows(post: Post) -> QuerySet[Delivery]:
    """Rows that are out, or will never be."""
    return Delivery.objects.filter(post=post, state__in=_OVER)


def cancel(row: Delivery, now: datetime, by: str, *, why: Text | None = None) -> None:
    """Cancel a locked row, or keep the wish for the worker that holds it. Raises ProblemError."""
    match reply(row.state, Wish.CANCEL, unsure=row.unsure > 0):
        case Reply.NOW:
            moved_by(row, "cancelled", now, by, why=why)
        case Reply.QUEUED:
            row.wish = "cancel"
            row.save(update_fields=["wish"])
        case Reply.REFUSED:
            raise refusal(row.state)


_NO_CHANNEL = invalid(
    Text("The post has no channel.", "Posting ini belum punya kanal."),
    Text("Choose at least one channel.", "Pilih sedikitnya satu kanal."),
)
_EMPTY = invalid(
    Text("The post is empty.", "Posting ini kosong."),
    Text("Write something, or add a picture.", "Tulis sesuatu, atau tambahkan gambar."),
)
_NO_TIME = invalid(
    Text("The post has no time.", "Posting ini belum punya waktu."),
    Text("Give it a day and a time.", "Beri hari dan jam."),
)
