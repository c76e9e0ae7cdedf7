"""See to it that the browser tests have a Chromium: Debian's, installed when we are root."""

import os
import shutil
import subprocess

# The fonts that pages and PDFs are measured with; a wider one would change what overflows.
PACKAGES = ("chromium", "fonts-dejavu", "fonts-liberation", "fonts-noto-core")


def main() -> None:
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        print("== No Chromium here and not root: the browser tests will be skipped")
        return
    print("== Installing Chromium for the browser tests", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"== {' '.join(command)} failed: {done.stderr.strip()[-300:]}")
            return


if __name__ == "__main__":
    main()
