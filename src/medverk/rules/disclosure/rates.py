"""May a page say how large a part of a group answered? [issue; disclosure G1, G2, G6]

How many have *answered* is itself a figure. It is therefore only ever the number that a published
group shows, which is proven together with everything else that is shown; nobody counts it anew. How
many were *asked* may be shown to those who asked, but only beside such a number: in a group of
three a counsellor would see that the one person they asked was left out [F14].
"""

from dataclasses import dataclass
from enum import StrEnum


class Unsaid(StrEnum):
    """Why there is no rate."""

    WITHHELD = "withheld"  # the group is not shown, so neither is how many of it answered
    NOT_COUNTED = "not_counted"  # of some who were asked it is not known in which group
    DOES_NOT_FIT = "does_not_fit"  # no fewer answers than people asked in these weeks


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group and those who were asked in the weeks that its figure is about.

    answered: as published; None where the group is not shown. asked: people of the group; counted:
    people of whom it is known in which group they are; everybody: all who were asked.
    """

    answered: int | None
    asked: int
    counted: int
    everybody: int


def judge_rate(group: AskedGroup) -> Unsaid | None:
    """None where the rate may be said.

    Answers come some days after the invitation, so that the weeks may hold more answers than
    invitations. As many are not told from more: that would say of each person that they answered.
    """
    if group.answered is None:
        return Unsaid.WITHHELD
    if group.counted != group.everybody:
        return Unsaid.NOT_COUNTED
    if group.answered >= group.asked:
        return Unsaid.DOES_NOT_FIT
    return None
