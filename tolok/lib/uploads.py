"""Where an uploaded file lies. Uploads are kept on the disk; one held in memory is refused."""

from pathlib import Path
from typing import Protocol, runtime_checkable


@runtime_checkable
class OnDisk(Protocol):
    """An upload that was written to the spool while it came in."""

    def temporary_file_path(self) -> str: ...


def path_of(upload: object) -> Path:
    """The file of `upload`. Anything else means that the settings lost their one upload handler."""
    if not isinstance(upload, OnDisk):
        raise TypeError("an upload came in memory; FILE_UPLOAD_HANDLERS must keep it on the disk")
    return Path(upload.temporary_file_path())
