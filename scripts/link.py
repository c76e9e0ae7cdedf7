"""Make `tolok` importable and its command callable in this .venv, without building a package."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    Path(sysconfig.get_path("purelib"), "tolok.pth").write_text(f"{ROOT}\n", "utf-8")
    command = Path(sys.prefix, "bin", "tolok")
    command.write_text(
        f"#!{sys.executable}\nimport sys\n\nfrom tolok.cli import main\n\nsys.exit(main())\n",
        "utf-8",
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
