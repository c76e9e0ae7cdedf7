"""Where the shared study data lies; tests over it skip, saying why, where it is absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(*parts: str) -> Path:
    """A path under ../shared/data, or a skip that names what is missing."""
    path = SHARED.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"needs shared study data: {'/'.join(parts)}")
    return path
