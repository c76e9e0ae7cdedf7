"""Where the bytes of the media library lie: under their hash, in the media folder."""

from pathlib import Path

from django.conf import settings


def media_path(sha256: str) -> Path:
    return Path(settings.DATA.media, sha256[:2], sha256)
