"""Make `tolok` importable and its command callable in this .venv, without building a package."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    Path(sysconfig.get_path("purelib"), "tolok.pth").write_text(f"{ROOT}\n", "utf-8")
    command = Path(sys.prefix, "bin", "tolok")
    # sh starts it: the path of an interpreter may hold spaces or be too long for a #! line
    command.write_text(
        f"""#!/bin/sh
'''exec' '{sys.executable}' "$0" "$@"
' '''
import sys

from tolok.cli import main

if __name__ == "__main__":  # the server's worker may read this file again
    sys.exit(main())
""",
        "utf-8",
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
