"""Between the engine's plans and the tables: storing a release, and reading it back to check it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from medverk.releases.models import (
    Block,
    BlockPart,
    Edition,
    Figure,
    OwnFigure,
    OwnWithheld,
    Release,
    Salt,
    Withheld,
)
from medverk.releases.storing_breakdowns import read_editions, store_editions
from medverk.rules.disclosure import figures as said
from medverk.rules.disclosure.digest import digest_of
from medverk.rules.disclosure.document import (
    FORMAT,
    EditionSaid,
    ReleaseSaid,
    digest_document,
    seal_own,
    write_document,
)
from medverk.rules.disclosure.figures import OPEN, own_audience
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire

_BATCH = 2000
_NONE: Mapping[str, Edition] = {}


def store_release(
    *,
    questionnaire: Questionnaire,
    until: Week,
    now: datetime,
    policy: Policy,
    blocks: Sequence[said.Block],
    lines: Sequence[said.Line],
    waiting: Sequence[said.Withheld],
    never_shown: Sequence[said.Withheld],
    editions: Sequence[EditionSaid] = (),
    corrects: Release | None = None,
    corrected: Mapping[str, Edition] = _NONE,
    why: str = "",
) -> Release:
    """Add a release and everything it says; its own row comes last and closes it.

    corrected: by name, the editions that these editions replace. The caller's transaction makes it
    whole or nothing.
    """
    key = uuid4()
    gaps = [*waiting, *never_shown]
    salt = secrets.token_hex(32)
    seal = seal_own(salt, lines, gaps)
    Salt.objects.create(release_id=key, salt=salt)
    store_blocks(key, questionnaire, blocks)
    store_lines(key, lines)
    store_withheld(key, waiting, for_good=False)
    store_withheld(key, never_shown, for_good=True)
    store_editions(key, questionnaire, editions, corrected)
    document = write_document(
        ReleaseSaid(
            questionnaire.key, str(until), policy, blocks, lines, gaps, tuple(editions), seal
        )
    )
    return Release.objects.create(
        id=key,
        questionnaire=questionnaire,
        until=str(until),
        published_at=now,
        policy=policy.to_mapping(),
        engine_version=FORMAT,
        digest=digest_document(document),
        seal=seal,
        corrects=corrects,
        why=why,
    )


def store_blocks(key: UUID, questionnaire: Questionnaire, blocks: Sequence[said.Block]) -> None:
    """The blocks, each with the weeks of the offices in it."""
    rows = Block.objects.bulk_create(
        (
            Block(
                release_id=key,
                questionnaire=questionnaire,
                name=block.id,
                unit_id=int(block.unit),
                responses=block.responses,
            )
            for block in blocks
        ),
        batch_size=_BATCH,
    )
    BlockPart.objects.bulk_create(
        (
            BlockPart(
                block=row,
                office_id=int(part.office),
                from_week=str(part.from_week),
                to_week=str(part.to_week),
            )
            for row, block in zip(rows, blocks, strict=True)
            for part in block.parts
        ),
        batch_size=_BATCH,
    )


def store_lines(key: UUID, lines: Iterable[said.Line]) -> None:
    """Open lines and own lines, each in their table."""
    listed = list(lines)
    Figure.objects.bulk_create(
        (Figure(release_id=key, **of_line(line)) for line in listed if line.audience == OPEN),
        batch_size=_BATCH,
    )
    OwnFigure.objects.bulk_create(
        (
            OwnFigure(release_id=key, counsellor_id=counsellor_of(line.audience), **of_line(line))
            for line in listed
            if line.audience != OPEN
        ),
        batch_size=_BATCH,
    )


def store_withheld(key: UUID, gaps: Iterable[said.Withheld], *, for_good: bool) -> None:
    """What is not shown, to everybody or to one counsellor."""
    listed = list(gaps)
    Withheld.objects.bulk_create(
        (
            Withheld(release_id=key, for_good=for_good, **of_gap(gap))
            for gap in listed
            if gap.audience == OPEN
        ),
        batch_size=_BATCH,
    )
    OwnWithheld.objects.bulk_create(
        (
            OwnWithheld(
                release_id=key,
                for_good=for_good,
                counsellor_id=counsellor_of(gap.audience),
                **of_gap(gap),
            )
            for gap in listed
            if gap.audience != OPEN
        ),
        batch_size=_BATCH,
    )


def counsellor_of(audience: str) -> int:
    """The person who is an own audience."""
    return int(audience.removeprefix(own_audience("")))


def of_line(line: said.Line) -> dict[str, object]:
    """The columns of a line."""
    return {
        **of_place(line),
        "blocks": list(line.blocks),
        "n": line.n,
        "answered": line.answered,
        "counts": list(line.counts),
    }


def of_gap(gap: said.Withheld) -> dict[str, object]:
    """The columns of what is withheld."""
    return {**of_place(gap), "reason": gap.reason.value}


def of_place(row: said.Line | said.Withheld) -> dict[str, object]:
    """Of whom, about what, when."""
    return {
        "unit_id": int(row.unit),
        "question": row.question,
        "from_week": str(row.from_week),
        "to_week": str(row.to_week),
    }


def read_blocks(release: Release) -> list[said.Block]:
    """The blocks that closed with a release."""
    return [to_block(row) for row in release.blocks.prefetch_related("parts")]


def to_block(row: Block) -> said.Block:
    """A block as the engine knows it."""
    parts = sorted(
        said.Part(str(part.office_id), Week.parse(part.from_week), Week.parse(part.to_week))
        for part in row.parts.all()
    )
    return said.Block(row.name, str(row.unit_id), tuple(parts), row.responses)


def read_lines(release: Release) -> list[said.Line]:
    """All lines of a release, of all audiences."""
    lines = [to_line(OPEN, row) for row in release.figures.all()]
    own = release.own_figures.all()
    return lines + [to_line(own_audience(str(row.counsellor_id)), row) for row in own]


def to_line(audience: str, row: Figure | OwnFigure) -> said.Line:
    """A line as the engine knows it."""
    return said.Line(
        audience=audience,
        unit=str(row.unit_id),
        question=row.question,
        blocks=tuple(row.blocks),
        from_week=Week.parse(row.from_week),
        to_week=Week.parse(row.to_week),
        n=row.n,
        answered=row.answered,
        counts=tuple(row.counts),
    )


def read_withheld(release: Release, *, for_good: bool) -> list[said.Withheld]:
    """What a release withheld, from all audiences."""
    gaps = [to_gap(OPEN, row) for row in release.withheld.filter(for_good=for_good)]
    own = release.own_withheld.filter(for_good=for_good)
    return gaps + [to_gap(own_audience(str(row.counsellor_id)), row) for row in own]


def to_gap(audience: str, row: Withheld | OwnWithheld) -> said.Withheld:
    """What is withheld as the engine knows it."""
    return said.Withheld(
        audience=audience,
        unit=str(row.unit_id),
        question=row.question,
        from_week=Week.parse(row.from_week),
        to_week=Week.parse(row.to_week),
        reason=Reason(row.reason),
    )


def recompute_digest(release: Release) -> str:
    """The digest of what is stored now; it differs from `release.digest` when anything changed.

    As the releaser, who may read what single counsellors are shown, and the salt.
    """
    gaps = [gap for ever in (False, True) for gap in read_withheld(release, for_good=ever)]
    lines = read_lines(release)
    if release.engine_version == "1":
        return digest_of(Policy.from_mapping(release.policy), read_blocks(release), lines, gaps)
    seal = seal_own(Salt.objects.get(release=release).salt, lines, gaps)
    return digest_document(document_of(release, seal))


def document_of(release: Release, seal: str) -> str:
    """The document of a release, from what is open to everybody and the seal of the rest."""
    open_gaps = [to_gap(OPEN, row) for row in release.withheld.all()]
    return write_document(
        ReleaseSaid(
            questionnaire=release.questionnaire.key,
            until=release.until,
            policy=Policy.from_mapping(release.policy),
            blocks=read_blocks(release),
            lines=[to_line(OPEN, row) for row in release.figures.all()],
            withheld=open_gaps,
            editions=read_editions(release),
            seal=seal,
        )
    )
