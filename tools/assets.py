"""Copy what we serve from node_modules into static/vendor/ (never committed)."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src" / "medverk" / "pages" / "static" / "vendor"

ASSETS = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "@digdir/designsystemet-theme/brand/digdir.css": "theme.css",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": (
        "source-sans-3.woff2"
    ),
    "htmx.org/dist/htmx.min.js": "htmx.js",
}


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in ASSETS.items():
        path = ROOT / "node_modules" / source
        if not path.exists():
            sys.exit(
                f"{source} is not in node_modules: run `make setup`, or correct tools/assets.py"
            )
        shutil.copyfile(path, VENDOR / target)


if __name__ == "__main__":
    main()
