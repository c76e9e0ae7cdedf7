"""Install the Bluesky server that the tests talk to, ahead of them; say why where it cannot be."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from tests.servers.pds import NotHere, install, is_installed

    if is_installed():
        return
    print("== Installing the Bluesky server for the tests (half a minute)", flush=True)
    try:
        install()
    except NotHere as reason:
        print(f"== {reason}: its tests will be skipped")


if __name__ == "__main__":
    main()
