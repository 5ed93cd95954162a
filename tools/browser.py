"""The browser that the tests drive: the system's Chromium, installed if that is allowed here."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ["chromium", "fonts-dejavu-core"]


def main() -> None:
    if any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], **quiet)
    if not any(shutil.which(name) for name in NAMES):
        sys.exit(f"The browser tests need Chromium. On Debian: sudo apt-get install {PACKAGES[0]}")


if __name__ == "__main__":
    main()
