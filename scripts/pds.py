"""The Bluesky server that the tests talk to: install it ahead of them, or `serve` one to try with.

`serve` keeps nothing: it makes an account, says how to connect it, and forgets all at its end.
"""

import signal
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from tests.servers.pds import NotHere, install, is_installed

    try:
        if not is_installed():
            print("== Installing the Bluesky server for the tests (half a minute)", flush=True)
            install()
        if sys.argv[1:] == ["serve"]:
            serve()
    except NotHere as reason:
        print(f"== {reason}: its tests will be skipped")


def serve() -> None:
    from tests.servers.pds import running

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running() as server:
        who = server.person()
        print(f"handle        {who.handle}")
        print(f"app password  {who.app_password}")
        print(f"server        {server.url}")
        print("Start Tolok with TOLOK_OWN_NETWORKS=127.0.0.0/8,::1/128 and connect it.")
        print("Ctrl-C ends the server and forgets the account.", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
