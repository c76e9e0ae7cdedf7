"""Pictures made fit for a network's limits when a post is frozen; what cannot be is said before."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from tolok.core.errors import ProblemError
from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.content import MediaUse
from tolok.core.publishing.media_rules import MediaLimits, MediaProblem, Mend, check
from tolok.core.text import Text, say
from tolok.lib.ids import as_uuid
from tolok.lib.media.pictures import fitted, wanted
from tolok.services.media import facts, keep_bytes
from tolok.services.media_place import media_path
from tolok.store.models import Media

Library = Mapping[str, Media]


def library(workspace_id: UUID, uses: Iterable[MediaUse]) -> dict[str, Media]:
    """The pieces that are used, read at once; one that is gone is not in it."""
    ids = {use.id for use in uses if as_uuid(use.id)}
    if not ids:
        return {}
    rows = Media.objects.filter(workspace_id=workspace_id, id__in=ids)
    return {str(row.id): row for row in rows}


def judged(
    uses: Sequence[MediaUse], known: Library, limits: MediaLimits | None
) -> tuple[list[MediaProblem], list[Text]]:
    """What stands in the way, and what will be done or should be done all the same."""
    if any(use.id not in known for use in uses):
        return [MediaProblem("media-gone", _GONE)], []
    found = check([facts(known[use.id], use.alt) for use in uses], limits)
    stops = [each for each in found if each.blocking and each.mend is Mend.NOTHING]
    notes = [_placed(each, len(uses)) for each in found if not each.blocking]
    mends = {each.mend for each in found if each.mend is not Mend.NOTHING}
    return stops, [*notes, *(_MENDS[mend] for mend in sorted(mends))]


def fit(media: Media, limits: MediaLimits | None) -> Media:
    """The piece as the network takes it: itself, or a copy (not stored as a row) that fits.

    Raises Permanent when it cannot be made to fit.
    """
    rule = limits.of(media.kind) if limits else None
    if rule is None or media.kind != "image":
        return media
    found = check([facts(media)], limits)
    if all(each.mend is Mend.NOTHING for each in found):
        return media
    focus = tuple(media.focus) if media.focus else (0.5, 0.5)
    try:
        made = fitted(media_path(media.sha256), wanted(rule, (focus[0], focus[1])))
    except ProblemError as error:
        problem = error.problem
        raise Permanent(problem.detail, problem.fix, cause=Cause.MEDIA_REJECTED) from error
    except FileNotFoundError:
        raise Permanent(_GONE, _OTHER, cause=Cause.MEDIA_REJECTED) from None
    return Media(
        id=media.id,
        workspace_id=media.workspace_id,
        sha256=keep_bytes(made.data),
        name=media.name,
        kind=media.kind,
        mime=made.mime,
        size=len(made.data),
        width=made.width,
        height=made.height,
        alt=media.alt,
        focus=None if Mend.CROP in {each.mend for each in found} else media.focus,
    )


def _placed(problem: MediaProblem, of: int) -> Text:
    if problem.place is None or of == 1:
        return problem.words
    return say(
        "Picture {n}: {words}", "Gambar {n}: {words}", n=problem.place + 1, words=problem.words
    )


_GONE = Text("A picture or video of it is gone.", "Gambar atau videonya sudah tidak ada.")
_OTHER = Text("Choose another one and plan it again.", "Pilih yang lain lalu jadwalkan lagi.")
_MENDS = {
    Mend.SHRINK: Text(
        "The picture is larger than this network takes; it is made smaller when it is sent.",
        "Gambarnya lebih besar dari batas jaringan ini; diperkecil saat dikirim.",
    ),
    Mend.CONVERT: Text(
        "The picture is changed into a format that this network takes.",
        "Gambarnya diubah ke format yang diterima jaringan ini.",
    ),
    Mend.CROP: Text(
        "The picture is cropped around its focal point to a shape that this network takes.",
        "Gambarnya dipotong di sekitar titik fokus agar bentuknya diterima jaringan ini.",
    ),
}
