"""Correcting a release: a new one that names the old, which stays known [disclosure G5]."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from medverk.people.actions import log
from medverk.people.models import Person
from medverk.releases.actions import Outcome, PublicationRefusedError, lock
from medverk.releases.models import Block, Release
from medverk.releases.recounting import recount_edition
from medverk.releases.storing import read_lines, read_withheld, store_release, to_block
from medverk.releases.storing_breakdowns import read_editions
from medverk.releases.streams import slots_of_questionnaire
from medverk.rules.disclosure.audit import Evidence, read_blocks
from medverk.rules.disclosure.audit_publication import audit_correction
from medverk.rules.disclosure.figures import Block as ClosedBlock
from medverk.rules.disclosure.figures import Line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Tally, choices, size
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.queries import tallies


class NothingToCorrectError(ValueError):
    """The release says what is in the vault already."""


class AlreadyCorrectedError(ValueError):
    """Somebody has corrected the release; correct that correction instead."""


@transaction.atomic
def correct(*, release: UUID, why: str, by: Person | None, now: datetime) -> Outcome:
    """Publish a release's figures anew from the vault, over the same blocks; as the releaser.

    Blocks and what is withheld stay as they are. Both releases count as known, so only a wrong
    count can be put right: PublicationRefusedError when a line would be about other people,
    OtherPeopleError when a group would. Raises
    Release.DoesNotExist, AlreadyCorrectedError and NothingToCorrectError.
    """
    old = Release.objects.select_related("questionnaire").get(pk=release)
    lock(old.questionnaire)
    if Release.objects.filter(corrects=old).exists():
        raise AlreadyCorrectedError(str(old))
    policy = Policy.from_mapping(old.policy)
    wrong = read_lines(old)
    blocks = blocks_behind(old.questionnaire, wrong)
    counted = count_again(old, blocks)
    evidence = Evidence(policy, read_blocks(blocks, counted))
    right = [count_line(evidence, line) for line in wrong]
    before = read_editions(old)
    slots = slots_of_questionnaire(old.questionnaire)
    after = [recount_edition(old.questionnaire, policy, slots, edition) for edition in before]
    if right == wrong and after == before:
        raise NothingToCorrectError(str(old))
    violations = audit_correction(policy, blocks, wrong, right, counted)
    if violations:
        raise PublicationRefusedError(violations)
    new = store_release(
        questionnaire=old.questionnaire,
        until=Week.parse(old.until),
        now=now,
        policy=policy,
        blocks=(),
        lines=right,
        waiting=read_withheld(old, for_good=False),
        never_shown=read_withheld(old, for_good=True),
        editions=after,
        corrects=old,
        corrected={edition.name: edition for edition in old.editions.all()},
        why=why,
    )
    log(by=by, action="release_corrected", now=now, about=str(new))
    return Outcome(new, new=True, figures=len(right))


def blocks_behind(questionnaire: Questionnaire, lines: Iterable[Line]) -> list[ClosedBlock]:
    """The blocks that these lines are about."""
    names = {name for line in lines for name in line.blocks}
    rows = Block.objects.filter(questionnaire=questionnaire, name__in=names)
    return [to_block(row) for row in rows.prefetch_related("parts")]


def count_again(release: Release, blocks: Iterable[ClosedBlock]) -> list[Tally]:
    """What the vault holds of these blocks."""
    return tallies(
        questionnaire=release.questionnaire.key,
        until=release.until,
        slots=slots_of_questionnaire(release.questionnaire),
        parts=[part for block in blocks for part in block.parts],
    )


def count_line(evidence: Evidence, line: Line) -> Line:
    """The line as it should have been."""
    n = size(evidence.crowd(line.audience, None, line.blocks))
    if line.question is None:
        return replace(line, n=n)
    crowd = evidence.crowd(line.audience, line.question, line.blocks)
    counts = choices(crowd, len(line.counts))
    return replace(line, n=n, answered=sum(counts), counts=counts)
