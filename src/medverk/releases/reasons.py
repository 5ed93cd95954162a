"""Why something is withheld, in words: a kindness, never a count below the threshold [G6]."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason


@dataclass(frozen=True)
class Explanation:
    """Why it is not shown, and where a safe figure is or when one comes."""

    why: str
    instead: str


@dataclass(frozen=True)
class Words:
    """The texts of one reason; `why` may name the policy's own numbers."""

    short: Promise
    why: Promise
    instead: Promise


_NEXT_BLOCK = _(
    "The responses are kept. They are shown together with the next ones, as soon as there are "
    "enough. Figures of a larger area can be read meanwhile."
)
_OWN_LATER = _(
    "The responses are kept, and count in the office's figures. Your own figures come when there "
    "are enough. The office's figures can be read meanwhile."
)

WORDS: Mapping[Reason, Words] = {
    Reason.TWO_COUNSELLOR_OFFICE: Words(
        _("never in a small office"),
        _(
            "In an office with %(counsellors)d counsellors or fewer, own figures are not shown: "
            "anyone could take them away from the office's figures, and see what was said about "
            "one colleague."
        ),
        _("The office's figures, once they are shown, are about all of you together."),
    ),
    Reason.TOO_FEW_SO_FAR: Words(
        _("too few so far"),
        _(
            "Fewer than %(responses)d have answered so far, or nearly all have talked with the "
            "same counsellor."
        ),
        _NEXT_BLOCK,
    ),
    Reason.TOO_FEW_OR_ALIKE: Words(
        _("too few, or all alike"),
        _(
            "Either fewer than %(responses)d answered this question, or all answered alike. Then a "
            "figure would tell what each of them said."
        ),
        _("The question is shown for a longer period, together with the answers that come next."),
    ),
    Reason.TOO_FEW_OWN: Words(
        _("too few so far"),
        _("Fewer than %(own_responses)d of those you have talked with have answered so far."),
        _OWN_LATER,
    ),
    Reason.TOO_FEW_OTHERS: Words(
        _("too few about colleagues"),
        _(
            "With your own figures you could take them away from the office's, and too few "
            "responses about your colleagues would be left."
        ),
        _OWN_LATER,
    ),
    Reason.POOLED_UPWARDS: Words(
        _("counted with others"),
        _("When the period ended, there was too little from this office to be shown by itself."),
        _("The responses count in the figures of the county or of the whole country."),
    ),
    Reason.DELETED_UNPUBLISHED: Words(
        _("deleted unpublished"),
        _(
            "When the period ended, there was too little to be shown safely, here or together with "
            "other offices."
        ),
        _("What had come in is deleted. A new period has begun, and starts from nothing."),
    ),
}


_NEVER_SHOWN = _("The period has ended. The answers to this question will not be shown.")


def explain(reason: Reason, *, policy: Policy, for_good: bool = False) -> Explanation:
    """Why it is withheld, in the active language, with no number but the policy's own.

    for_good: the period has ended, so that a question which was withheld does not come later.
    """
    words = WORDS[reason]
    never = for_good and reason is Reason.TOO_FEW_OR_ALIKE
    instead = _NEVER_SHOWN if never else words.instead
    return Explanation(str(words.why) % policy.to_mapping(), str(instead))


def short(reason: Reason) -> str:
    """The reason in two to four words."""
    return str(WORDS[reason].short)
