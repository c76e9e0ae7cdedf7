"""What happens to an edit or a cancel that comes while a post is under way: never lost."""

from enum import StrEnum

from tolok.core.errors import Problem, ProblemError
from tolok.core.publishing.states import allowed, held_states, state
from tolok.core.text import Text, say


class Wish(StrEnum):
    """What a person wants to do with a post."""

    EDIT = "edit"
    CANCEL = "cancel"


class Reply(StrEnum):
    NOW = "now"  # done in the same transaction
    QUEUED = "queued"  # kept with the row; the worker that holds it carries it out before sending
    REFUSED = "refused"  # `refusal` says why


def reply(current: str, wish: Wish, *, unsure: bool = False) -> Reply:
    """A cancel in time is kept for the worker; an edit of what a worker holds is refused.

    `unsure`: an earlier send may be out. Then neither is promised before the network was asked.
    """
    if unsure:
        return Reply.REFUSED
    target = "draft" if wish is Wish.EDIT else "cancelled"
    if current not in held_states():
        free = current == target or allowed(current, target)
        return Reply.NOW if free else Reply.REFUSED
    if wish is Wish.CANCEL and allowed(current, "cancelled"):
        return Reply.QUEUED
    return Reply.REFUSED


def refusal(current: str) -> ProblemError:
    """Why the wish cannot be met, and what can be done instead."""
    return ProblemError(
        Problem(
            type="post-under-way",
            title=Text("The post is under way", "Posting sedang diproses"),
            detail=say(
                "State: {name}. {words}",
                "Status: {name}. {words}",
                name=state(current).name,
                words=state(current).words,
            ),
            fix=_instead(current),
            status=409,
        )
    )


def _instead(current: str) -> Text:
    if current in ("published", "edited"):
        return Text(
            "Change or delete the published post instead, where the network allows it.",
            "Ubah atau hapus posting yang sudah terbit, bila jaringannya mengizinkan.",
        )
    if current == "draft":
        return Text("Give it a time, or plan it for now.", "Beri waktu, atau jadwalkan sekarang.")
    return Text(
        "Wait until it is published or stopped; your change stays in the editor.",
        "Tunggu sampai terbit atau berhenti; perubahan Anda tetap ada di penyunting.",
    )
