"""docs/generated/breakdowns.md: worked examples of breakdowns, computed by the rule and the audit.

The cases stand in tests/rules/disclosure/breakdowns/spec.py and are tests, so the text is held to
what the program does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.rules.disclosure.breakdowns.spec import CASES, Case, Office

from medverk.rules.disclosure.breakdowns import Leak
from medverk.rules.disclosure.breakdowns.cells import write_by

INTRODUCTION = """\
# Breakdowns, by example

Each example is a small agency. Its tables are what the rule shows of it, and what the audit says of
somebody less careful. A figure names the blocks that it covers (here numbered week by week), and a
category may cover fewer blocks than its neighbour. The thresholds are the default: 15 responses and
two counsellors. How the rule and the audit work stands in `docs/disclosure-breakdowns.md`."""


def breakdowns() -> Iterator[str]:
    """All examples."""
    yield INTRODUCTION
    for number, case in enumerate(CASES, start=1):
        yield ""
        yield f"## {number}. {case.title}"
        yield ""
        yield case.text
        for office in case.offices:
            yield ""
            yield from write_office(case, office)
        yield ""
        yield from write_shown(case)
        if case.careless:
            yield ""
            yield from write_careless(case)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table."""
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def write_office(case: Case, office: Office) -> Iterator[str]:
    """Who is behind: nobody sees this table."""
    kinds = list(dict.fromkeys(values for counts in office.blocks for values in counts))
    named = [", ".join(value or "not said" for value in values) for values in kinds]
    own = " who have own figures" if office.own else ""
    yield f"*Responses of {office.name}, about {office.counsellors} counsellors{own}:*"
    yield ""
    yield from table(
        ("block", *named, "all"),
        (
            (
                str(number),
                *(str(counts.get(values, 0)) for values in kinds),
                str(sum(counts.values())),
            )
            for number, counts in enumerate(office.blocks, start=1)
        ),
    )


def write_shown(case: Case) -> Iterator[str]:
    """What is shown, and what is withheld."""
    made = case.publish()
    if made.cells:
        yield "*Shown beside the total of each block:*"
        yield ""
        yield from table(
            ("unit", "cell", "responses", "blocks"),
            (
                (
                    cell.line.unit,
                    f"`{write_by(cell.by)}`".replace("|", "\\|"),
                    str(cell.line.n),
                    name_blocks(cell.line.blocks),
                )
                for cell in made.cells
            ),
        )
    else:
        yield "*Shown: the total of each block, and no cell.*"
    if made.gaps:
        yield ""
        gaps = (f"`{write_by(gap.by)}` of {gap.unit}" for gap in made.gaps)
        yield f"*Withheld:* {', '.join(gaps)}."


def name_blocks(blocks: Iterable[str]) -> str:
    """The numbers of blocks, by office where there are several."""
    held: dict[str, list[str]] = {}
    for block in blocks:
        office, week = block.split(":")
        held.setdefault(office, []).append(str(int(week.split("W")[1])))
    if len(held) == 1:
        return ", ".join(next(iter(held.values())))
    return "; ".join(f"{office} {', '.join(numbers)}" for office, numbers in held.items())


def write_careless(case: Case) -> Iterator[str]:
    """What the audit says when these cells are shown over all blocks."""
    cells = ", ".join(f"`{by}` of {unit}" for unit, by in case.careless)
    yield f"*If {cells} were shown over all blocks, the audit would say:*"
    yield ""
    for leak in case.audit(case.figures(case.careless)).leaks:
        if leak.question is None:
            yield f"- {say(leak)}"


def say(leak: Leak) -> str:
    """A combination in words."""
    parts = []
    for times, cell in leak.combination:
        sign = "less" if times < 0 else "plus"
        count = "" if abs(times) == 1 else f"{abs(times)} times "
        name = f"`{write_by(cell.by)}`" if cell.by else "the total"
        blocks = name_blocks(cell.line.blocks)
        parts.append((times < 0, f"{sign} {count}{name} of {cell.line.unit} (block {blocks})"))
    parts.sort(key=lambda part: part[0])
    text = ", ".join(part for _, part in parts).removeprefix("plus ")
    return f"{text} is a result for {leak.responses} responses."
