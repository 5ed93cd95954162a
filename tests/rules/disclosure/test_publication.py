"""One publication after another, by hand: blocks, waiting questions, pools, reasons."""

from collections.abc import Mapping

import pytest

from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Closing, Publication, decide_publication
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week

HIERARCHY = Hierarchy.of(
    [
        Unit("no", Level.COUNTRY),
        Unit("46", Level.COUNTY, "no"),
        Unit("47", Level.COUNTY, "no"),
        Unit("bergen", Level.OFFICE, "46"),
        Unit("voss", Level.OFFICE, "46"),
        Unit("stord", Level.OFFICE, "47"),
        Unit("centre", Level.OFFICE, "no"),
    ]
)
QUESTIONS = {"goal": 3}
FIRST, SECOND, THIRD = Week(2026, 1), Week(2026, 2), Week(2026, 3)


def tally(office: str, counsellor: str, week: Week, *counts: int, skipped: int = 0) -> Tally:
    """One counsellor's week, with the answers to the only question."""
    return Tally(office, counsellor, week, sum(counts) + skipped, {"goal": counts})


def publish(
    *tallies: Tally,
    until: Week = FIRST,
    ledger: Ledger | None = None,
    closing: Closing | None = None,
) -> Publication:
    """A publication under the default policy."""
    return decide_publication(
        Policy(),
        HIERARCHY,
        QUESTIONS,
        until=until,
        ledger=ledger or Ledger(FIRST),
        tallies=tallies,
        closing=closing,
    )


def shown(publication: Publication) -> list[tuple[str, str, str | None, str, int, tuple[int, ...]]]:
    """The lines, short."""
    return [
        (line.audience, line.unit, line.question, " ".join(line.blocks), line.n, line.counts)
        for line in publication.lines
    ]


def reasons(publication: Publication, question: str | None = None) -> Mapping[str, Reason]:
    """Why each unit's figures wait."""
    return {
        gap.unit: gap.reason
        for gap in publication.withheld
        if gap.audience == "open" and gap.question == question
    }


BERGEN = (tally("bergen", "a", FIRST, 4, 4, 0), tally("bergen", "b", FIRST, 0, 4, 4))


def test_it_closes_a_block_of_everything_that_waits_and_sums_it_upwards() -> None:
    publication = publish(*BERGEN, tally("voss", "c", FIRST, 9, 1, 1))
    (block,) = publication.blocks
    assert (block.id, block.unit, block.responses) == ("bergen:2026-W01", "bergen", 16)
    assert block.parts == (Part("bergen", FIRST, FIRST),)
    assert shown(publication) == [
        ("open", unit, question, "bergen:2026-W01", 16, counts)
        for unit in ("46", "bergen", "no")
        for question, counts in ((None, ()), ("goal", (4, 8, 4)))
    ]


def test_it_waits_until_the_office_has_enough() -> None:
    early = (tally("voss", "c", FIRST, 7, 1, 1), tally("voss", "d", FIRST, 1, 0, 0))
    first = publish(*early)
    assert (first.blocks, first.lines) == ((), ())
    late = tally("voss", "d", SECOND, 2, 2, 2)
    second = publish(*early, late, until=SECOND, ledger=first.ledger)
    (block,) = second.blocks
    assert (block.id, block.parts) == ("voss:2026-W01", (Part("voss", FIRST, SECOND),))
    assert block.responses == 16


@pytest.mark.parametrize(
    "tallies",
    [
        (),
        (tally("voss", "c", FIRST, 1, 0, 0),),
        (tally("voss", "c", FIRST, 14, 0, 0),),
        (tally("voss", "c", FIRST, 15, 0, 0),),
        (tally("voss", "c", FIRST, 20, 0, 0), tally("voss", "d", FIRST, 1, 0, 0)),
    ],
)
def test_it_says_the_same_of_every_office_that_waits(tallies: tuple[Tally, ...]) -> None:
    publication = publish(*tallies)
    waiting = ("bergen", "centre", "stord", "voss")
    assert reasons(publication) == dict.fromkeys(waiting, Reason.TOO_FEW_SO_FAR)


def test_it_says_the_same_of_an_office_with_fourteen_responses_and_with_none() -> None:
    nothing = publish()
    fourteen = publish(tally("voss", "c", FIRST, 7, 0, 0), tally("voss", "d", FIRST, 7, 0, 0))
    assert nothing.withheld == fourteen.withheld


def test_a_question_waits_for_the_next_block_and_is_shown_with_it() -> None:
    thin = (
        tally("bergen", "a", FIRST, 4, 2, 0, skipped=4),
        tally("bergen", "b", FIRST, 4, 0, 2, skipped=4),
    )
    first = publish(*thin)
    assert {line.question for line in first.lines} == {None}
    assert reasons(first, "goal") == {"bergen": Reason.TOO_FEW_OR_ALIKE}
    more = (tally("bergen", "a", SECOND, 8, 0, 0), tally("bergen", "b", SECOND, 7, 1, 0))
    second = publish(*thin, *more, until=SECOND, ledger=first.ledger)
    both = "bergen:2026-W01 bergen:2026-W02"
    assert shown(second) == [
        line
        for unit in ("46", "bergen", "no")
        for line in (
            ("open", unit, None, "bergen:2026-W02", 16, ()),
            ("open", unit, "goal", both, 36, (23, 3, 2)),
        )
    ]
    assert reasons(second, "goal") == {}


@pytest.mark.parametrize("counts", [(0, 0, 8), (0, 0, 3)])
def test_it_does_not_say_whether_too_few_answered_or_all_alike(counts: tuple[int, ...]) -> None:
    # Told apart, the next figure, which covers this block too, would tell what everybody chose.
    skipped = 8 - sum(counts)
    publication = publish(
        *(tally("bergen", name, FIRST, *counts, skipped=skipped) for name in "ab")
    )
    assert reasons(publication, "goal") == {"bergen": Reason.TOO_FEW_OR_ALIKE}


def test_it_pools_what_waits_in_a_county_when_the_period_ends() -> None:
    waiting = (tally("bergen", "a", FIRST, 8, 0, 0), tally("voss", "c", FIRST, 0, 4, 4))
    publication = publish(*waiting, closing=Closing())
    (pool,) = publication.blocks
    assert (pool.id, pool.unit, pool.responses) == ("pool:46:2026-W01", "46", 16)
    assert pool.parts == (Part("bergen", FIRST, FIRST), Part("voss", FIRST, FIRST))
    assert shown(publication) == [
        ("open", unit, question, "pool:46:2026-W01", 16, counts)
        for unit in ("46", "no")
        for question, counts in ((None, ()), ("goal", (8, 4, 4)))
    ]
    settled = {gap.unit: gap.reason for gap in publication.never_shown}
    assert settled == {
        "bergen": Reason.POOLED_UPWARDS,
        "centre": Reason.DELETED_UNPUBLISHED,
        "stord": Reason.DELETED_UNPUBLISHED,
        "voss": Reason.POOLED_UPWARDS,
    }
    assert publication.deleted == (Part("centre", FIRST, FIRST), Part("stord", FIRST, FIRST))
    assert publication.withheld == ()


def test_it_pools_in_the_country_what_no_county_has_enough_of() -> None:
    waiting = [
        tally(office, office, FIRST, 1, 1, 2) for office in ("bergen", "voss", "stord", "centre")
    ]
    publication = publish(*waiting, closing=Closing())
    (pool,) = publication.blocks
    assert (pool.id, pool.responses) == ("pool:no:2026-W01", 16)
    assert {line.unit for line in publication.lines} == {"no"}
    assert publication.deleted == ()


def test_it_deletes_unpublished_what_is_too_little_for_the_country() -> None:
    publication = publish(tally("bergen", "a", FIRST, 5, 0, 0), closing=Closing())
    assert (publication.blocks, publication.lines) == ((), ())
    offices = [part.office for part in publication.deleted]
    assert offices == ["bergen", "centre", "stord", "voss"]
    later = publish(*BERGEN, until=SECOND, ledger=publication.ledger)
    assert later.blocks == ()


def test_it_never_shows_a_question_that_a_pool_has_too_few_of() -> None:
    waiting = (
        tally("bergen", "a", FIRST, 8, 0, 0),
        tally("voss", "c", FIRST, 2, 1, 0, skipped=5),
    )
    publication = publish(*waiting, closing=Closing())
    assert {line.question for line in publication.lines} == {None}
    assert [
        (gap.unit, gap.reason) for gap in publication.never_shown if gap.question == "goal"
    ] == [("46", Reason.TOO_FEW_OR_ALIKE)]


def test_a_pilot_that_ends_pools_its_own_offices_only() -> None:
    waiting = (
        tally("bergen", "a", FIRST, 4, 4, 0),
        tally("voss", "c", FIRST, 0, 4, 4),
        tally("stord", "e", FIRST, 5, 0, 0),
    )
    publication = publish(*waiting, closing=Closing(frozenset({"bergen", "voss"})))
    assert [block.id for block in publication.blocks] == ["pool:46:2026-W01"]
    assert publication.deleted == ()
    assert reasons(publication) == {
        "centre": Reason.TOO_FEW_SO_FAR,
        "stord": Reason.TOO_FEW_SO_FAR,
    }


def test_one_counsellor_in_two_offices_is_one_counsellor_in_the_pool() -> None:
    waiting = (tally("bergen", "a", FIRST, 8, 0, 0), tally("voss", "a", FIRST, 0, 4, 4))
    assert publish(*waiting, closing=Closing()).blocks == ()


@pytest.mark.parametrize(
    ("tallies", "until", "message"),
    [
        ([tally("oslo", "a", FIRST, 1, 0, 0)], FIRST, "office oslo, week 2026-W01: no such office"),
        ([tally("voss", "a", Week(2025, 52), 1, 0, 0)], FIRST, "before 2026-W01"),
        ([tally("voss", "a", FIRST, 1, 0)], FIRST, "question goal has 2 categories"),
        ([tally("voss", "a", FIRST, 2, -1, 0)], FIRST, "question goal does not add up"),
        ([Tally("voss", "a", FIRST, 1, {"goal": (1, 1, 0)})], FIRST, "does not add up"),
        (
            [Tally("voss", "a", FIRST, 1, {"aim": (1, 0, 0)})],
            FIRST,
            "question aim has 3 categories",
        ),
        ([Tally("voss", "a", FIRST, -1, {})], FIRST, "a negative number of responses"),
        ([], Week(2025, 52), "the ledger starts in 2026-W01"),
    ],
)
def test_it_refuses_what_cannot_be(tallies: list[Tally], until: Week, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        publish(*tallies, until=until)


def test_it_refuses_to_publish_the_same_date_twice() -> None:
    with pytest.raises(ValueError, match="2026-W01 is published"):
        publish(ledger=publish().ledger)


def test_it_refuses_a_closed_block_that_has_changed() -> None:
    first = publish(*BERGEN)
    late = tally("bergen", "c", FIRST, 1, 0, 0)
    with pytest.raises(ValueError, match="block bergen:2026-W01 closed with 16 responses"):
        publish(*BERGEN, late, until=SECOND, ledger=first.ledger)
