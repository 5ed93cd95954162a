"""The audit of everything that was ever published: counted anew, all audiences, all half-years.

It runs as the releaser. What it stores is about figures, never about people: no unit, no counsellor
and no number of responses [disclosure G2, G5, G6].
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from time import perf_counter
from typing import TypeVar

from django.db import transaction

from medverk.people.actions import log
from medverk.releases.breaking_down import Desk, lay_out, read_history
from medverk.releases.models import Audit, Release
from medverk.releases.recounting import OtherPeopleError, recount_edition
from medverk.releases.storing import read_blocks, read_lines, recompute_digest
from medverk.releases.storing_breakdowns import read_editions
from medverk.releases.streams import load_hierarchy, slots_of_questionnaire
from medverk.rules.disclosure.audit import (
    Evidence,
    Flaw,
    audit_figures,
    find_thin_combinations,
)
from medverk.rules.disclosure.audit import read_blocks as read_contents
from medverk.rules.disclosure.breakdowns import audit_breakdowns
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Tally
from medverk.surveys.models import Questionnaire
from medverk.vault.queries import tallies

Read = TypeVar("Read")
Finding = tuple[str, Flaw]
"""The audience that could compute something, and what is wrong."""


@dataclass(frozen=True)
class Everything:
    """All that was ever published of a questionnaire; `superseded` lines are known still."""

    releases: tuple[Release, ...]
    policy: Policy
    blocks: tuple[Block, ...]
    standing: tuple[Line, ...]
    superseded: tuple[Line, ...]
    editions: tuple[EditionSaid, ...]
    known_editions: tuple[EditionSaid, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.standing, *self.superseded)


def audit_all(*, now: datetime) -> list[Audit]:
    """Audit every questionnaire of which anything was published, and store what was found."""
    published = Questionnaire.objects.filter(releases__isnull=False).distinct().order_by("key")
    return [audit_questionnaire(questionnaire, now) for questionnaire in published]


@transaction.atomic
def audit_questionnaire(questionnaire: Questionnaire, now: datetime) -> Audit:
    """One audit, stored with how long it took and what it covered."""
    begun = perf_counter()
    said = read_everything(questionnaire)
    found = Counter(find_flaws(questionnaire, said, now))
    changed = sum(recompute_digest(release) != release.digest for release in said.releases)
    audit = Audit.objects.create(
        questionnaire=questionnaire,
        begun_at=now,
        seconds=perf_counter() - begun,
        until=max(release.until for release in said.releases),
        releases=len(said.releases),
        blocks=len(said.blocks),
        figures=len(said.lines),
        editions=len(said.known_editions),
        cells=sum(len(edition.cells) for edition in said.known_editions),
        own_audiences=len({line.audience for line in said.lines} - {OPEN}),
        changed=changed,
        flaws=by_audience(found),
    )
    log(by=None, action="audited", now=now, about=questionnaire.key)
    return audit


def read_everything(questionnaire: Questionnaire) -> Everything:
    """All releases, the corrected too."""
    releases = tuple(
        Release.objects.filter(questionnaire=questionnaire)
        .select_related("questionnaire")
        .order_by("published_at", "until")
    )
    corrected = {release.corrects_id for release in releases}
    standing = [release for release in releases if release.pk not in corrected]
    superseded = [release for release in releases if release.pk in corrected]
    editions = gather(read_editions, standing)
    return Everything(
        releases=releases,
        policy=weakest([Policy.from_mapping(release.policy) for release in releases]),
        blocks=gather(read_blocks, releases),
        standing=gather(read_lines, standing),
        superseded=gather(read_lines, superseded),
        editions=editions,
        known_editions=editions + gather(read_editions, superseded),
    )


def gather(
    read: Callable[[Release], Iterable[Read]], releases: Iterable[Release]
) -> tuple[Read, ...]:
    """What is read of each of these releases, in their order."""
    return tuple(chain.from_iterable(map(read, releases)))


def weakest(policies: Sequence[Policy]) -> Policy:
    """What was promised at all times: an agency that has become stricter keeps its old releases."""
    return Policy(
        responses=min(policy.responses for policy in policies),
        counsellors=min(policy.counsellors for policy in policies),
        max_share=max(policy.max_share for policy in policies),
        own_responses=min(policy.own_responses for policy in policies),
    )


def find_flaws(questionnaire: Questionnaire, said: Everything, now: datetime) -> Iterator[Finding]:
    """Everything that is wrong, audience by audience."""
    counted = count_everything(questionnaire, said)
    for violation in audit_figures(said.policy, said.blocks, said.standing, counted):
        yield violation.audience, violation.flaw
    if said.superseded:
        evidence = Evidence(said.policy, read_contents(said.blocks, counted))
        for violation in find_thin_combinations(evidence, said.lines):
            yield violation.audience, violation.flaw
    for name in sorted({edition.name for edition in said.known_editions}):
        yield from find_flaws_of_edition(questionnaire, said, name, now)


def count_everything(questionnaire: Questionnaire, said: Everything) -> list[Tally]:
    """What the vault holds of all blocks."""
    return tallies(
        questionnaire=questionnaire.key,
        until=max(release.until for release in said.releases),
        slots=slots_of_questionnaire(questionnaire),
        parts=[part for block in said.blocks for part in block.parts],
    )


def find_flaws_of_edition(
    questionnaire: Questionnaire, said: Everything, name: str, now: datetime
) -> Iterator[Finding]:
    """What is wrong with the groups of a half-year, those that were corrected being known still."""
    slots = slots_of_questionnaire(questionnaire)
    desk = Desk(questionnaire, said.policy, load_hierarchy(now.date()), slots)
    cells = [cell for edition in said.known_editions if edition.name == name
             for cell in edition.cells]  # fmt: skip
    if not cells:
        return
    for edition in said.editions:
        if edition.name == name:
            yield from find_wrong_numbers(questionnaire, said.policy, edition)
            asked = edition
    history = read_history(questionnaire, name, (), ())
    background = {variable: tuple(values) for variable, values in asked.background.items()}
    wish, places = lay_out(desk, history, background, [tuple(table) for table in asked.tables])
    audit = audit_breakdowns(wish, places, history.lines, cells)
    for leak in audit.leaks:
        yield leak.audience, Flaw.THIN_DIFFERENCE
    for _ in audit.doubts:
        yield OPEN, Flaw.UNDECIDED


def find_wrong_numbers(
    questionnaire: Questionnaire, policy: Policy, edition: EditionSaid
) -> Iterator[Finding]:
    """Groups that do not say what the vault holds."""
    slots = slots_of_questionnaire(questionnaire)
    try:
        counted = recount_edition(questionnaire, policy, slots, edition)
    except OtherPeopleError:
        yield OPEN, Flaw.WRONG_NUMBERS
        return
    for cell, again in zip(edition.cells, counted.cells, strict=True):
        if cell != again:
            yield OPEN, Flaw.WRONG_NUMBERS


def by_audience(found: Counter[Finding]) -> dict[str, dict[str, int]]:
    """How many findings of each kind, for everybody ("open") and for counsellors ("own")."""
    flaws: dict[str, Counter[str]] = {}
    for (audience, flaw), number in found.items():
        kind = OPEN if audience == OPEN else "own"
        flaws.setdefault(kind, Counter())[flaw.value] += number
    return {kind: dict(sorted(counts.items())) for kind, counts in sorted(flaws.items())}
