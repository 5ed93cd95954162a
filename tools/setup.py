"""Make the environment: `.venv` with locked packages, the `medverk` command, assets, translations.

    python3 tools/setup.py .venv

Needs only Python 3.11 or newer with `venv`. Node is taken from the machine if it has `npm`, else
from a locked wheel that the environment already holds.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_LOCK = ROOT / "requirements" / "uv.txt"
SPARK_LOCK = ROOT / "requirements" / "spark.txt"


def run(*command: str | Path) -> None:
    """Run a command of the set-up; stop with its name and exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT)
    if done.returncode:
        sys.exit(f"set-up stopped: `{' '.join(map(str, command))}` ended with {done.returncode}")


def try_to_run(*command: str | Path) -> None:
    """Run a command that the set-up can do without; say so when it fails."""
    if subprocess.run([str(part) for part in command], cwd=ROOT).returncode:
        print(f"set-up goes on without: `{' '.join(map(str, command))}`", file=sys.stderr)


def make_environment(folder: Path) -> None:
    """A virtual environment that holds exactly what requirements/all.txt locks."""
    try:
        import ensurepip  # noqa: F401  (Debian ships venv without it unless python3-venv is there)
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian: apt-get install python3-venv")
    python = folder / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", folder)
    if not (folder / "bin" / "uv").exists():
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV_LOCK)
    uv = folder / "bin" / "uv"
    run(
        uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", "requirements/all.txt"
    )
    run(uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", UV_LOCK)
    run(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--editable", ROOT)
    if shutil.which("java"):  # Spark needs it; its tests are skipped without the two
        spark = ["--quiet", "--require-hashes", "-r", SPARK_LOCK]
        try_to_run(uv, "pip", "install", "--python", python, *spark)


def install_assets(folder: Path) -> None:
    """Front-end packages from the lock file, and what we serve of them copied into static/."""
    npm = shutil.which("npm") or str(folder / "bin" / "npm")
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run(npm, "ci", *flags)
    run(folder / "bin" / "python", "tools/assets.py")


def main() -> None:
    if sys.version_info < (3, 11):
        version = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Medverk needs Python 3.11 or newer; this is {version}. Try: make PYTHON=python3.11"
        )
    folder = ROOT / (sys.argv[1] if len(sys.argv) > 1 else ".venv")
    make_environment(folder)
    install_assets(folder)
    run(folder / "bin" / "python", "tools/messages.py", "compile")


if __name__ == "__main__":
    main()
