"""Measure the whole and print a table (docs/bench.md says how and what the figures mean).

python -m bench                     everything: some eleven minutes
python -m bench --quick             the same with less of everything, for a first look
python -m bench submissions         only that
python -m bench --json > out.json   for programs
"""

import argparse
import signal
import sys
from collections.abc import Callable

from tqdm import tqdm

from bench.effects import measure_effects, measure_verdicts
from bench.files import measure_files
from bench.first_load import measure_first_load
from bench.house import new_house
from bench.killing import measure_killing
from bench.outstanding import measure_outstanding
from bench.publication import measure_publication
from bench.results import Line, as_json, as_table
from bench.submissions import measure_submissions


def submissions(*, quick: bool) -> list[Line]:
    with new_house() as house:
        return measure_submissions(house, quick=quick)


def first_load(*, quick: bool) -> list[Line]:
    with new_house() as house:
        return measure_first_load(house)


def killing(*, quick: bool) -> list[Line]:
    with new_house() as house:
        return measure_killing(house, quick=quick)


PARTS: dict[str, Callable[..., list[Line]]] = {
    "submissions": submissions,
    "first_load": first_load,
    "publication": measure_publication,
    "killing": killing,
    "files": measure_files,
    "effects": measure_effects,
    "verdicts": measure_verdicts,
    "outstanding": measure_outstanding,
}


def main() -> int:
    """Exit code 1 when something that is wanted does not hold."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", help=f"of: {', '.join(PARTS)} (all)")
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}: choose of {', '.join(PARTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    lines: list[Line] = []
    for name in tqdm(options.parts or list(PARTS), disable=None, unit="part"):
        lines += PARTS[name](quick=options.quick)
    print(as_json(lines) if options.json else as_table(lines))
    return 1 if any(line.kept is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
