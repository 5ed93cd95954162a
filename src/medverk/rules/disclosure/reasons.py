"""Why something is not shown, as codes; the pages turn them into words [disclosure G6]."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a figure is withheld. No code gives away a number below the threshold.

    An audience is told the first reason that applies, in the order of this list.
    """

    TWO_COUNSELLOR_OFFICE = "two_counsellor_office"
    """The office is staffed by so few that own figures never come: see `own_reason_by_default`."""

    TOO_FEW_SO_FAR = "too_few_so_far"
    """Fewer responses than the threshold, possibly none, or nearly all about one counsellor.

    One code on purpose. Were "about too few counsellors" told apart, the week in which it goes away
    would tell that the first person of a second counsellor has answered.
    """

    TOO_FEW_OR_ALIKE = "too_few_or_alike"
    """A question in a closed block: too few answered it, or those who did answered alike.

    One code on purpose. Were "everybody chose the same" told apart, the next figure of the
    question, which covers this block too, would tell what everybody chose.
    """

    TOO_FEW_OWN = "too_few_own"
    """Fewer responses about the counsellor's own conversations than the own threshold so far."""

    TOO_FEW_OTHERS = "too_few_others"
    """The counsellor could subtract the own figures and see too few colleagues' responses."""

    POOLED_UPWARDS = "pooled_upwards"
    """The period ended: what waited is counted in the county's or the country's figures only."""

    DELETED_UNPUBLISHED = "deleted_unpublished"
    """The period ended: what waited was too little even for the country, and is deleted."""
