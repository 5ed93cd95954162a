"""The codes of this room in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from medverk.rules.experiences import OfficeKind, Refusal
from medverk.rules.personal_data import Kind, Stopped
from medverk.rules.statistics.pooled import Likeness, Together
from medverk.rules.statistics.verdict import Verdict, Why

KINDS = {
    OfficeKind.SMALL: _("Offices with fewer than 10 counsellors"),
    OfficeKind.MEDIUM: _("Offices with 10 to 29 counsellors"),
    OfficeKind.LARGE: _("Offices with 30 counsellors or more"),
    OfficeKind.CENTRE: _("Contact centres"),
}
VERDICTS = {
    Verdict.SIGNAL_BEYOND_SISTERS: _("Better, and more than at sister offices"),
    Verdict.SIGNAL: _("Better, but it may be for other reasons"),
    Verdict.NO_SIGNAL: _("No change to be seen"),
    Verdict.TOO_EARLY: _("Too early to tell"),
}
VERDICT_COLOURS = {
    Verdict.SIGNAL_BEYOND_SISTERS: "success",
    Verdict.SIGNAL: "info",
    Verdict.NO_SIGNAL: "neutral",
    Verdict.TOO_EARLY: "neutral",
}
REFUSALS = {
    Refusal.NOT_STARTED: _("Share it when it has started: an idea alone is no experience yet."),
    Refusal.WITHDRAWN: _("The office has taken this experience back."),
    Refusal.OWN: _("This is your own office’s experience."),
    Refusal.OTHER_KIND: _(
        "It is measured by other questions than those that your users are asked."
    ),
    Refusal.AT_WORK_ON_IT: _("Your office is already at work on it."),
}
CERTAIN_DATA = {
    Kind.NATIONAL_ID: _("a national identity number"),
    Kind.TELEPHONE: _("a telephone number"),
    Kind.ACCOUNT: _("an account number"),
    Kind.LONG_NUMBER: _("a number that leads to somebody"),
    Kind.EMAIL: _("an e-mail address"),
}
STOPPED = {
    Stopped.EMPTY: _("Write something in every field."),
    Stopped.CERTAIN: _("Take out telephone numbers, e-mail addresses and the like."),
    Stopped.HINTS: _("Take out what is about persons, or tick the box."),
}
TOGETHER = {
    Together.EXPECTED_WAY: _("Taken together it went the expected way."),
    Together.OTHER_WAY: _("Taken together it went the other way."),
    Together.UNCLEAR: _("Taken together it cannot be said which way it went."),
}
LIKENESS = {
    Likeness.TOO_FEW: _("They are too few to say whether it goes alike everywhere."),
    Likeness.BY_CHANCE: _("The offices differ no more than chance lets them."),
    Likeness.SOMEWHAT: _("It goes somewhat differently from office to office."),
    Likeness.MUCH: _("It goes very differently from office to office: look at where it worked."),
}

# What users are told, in plain words. Never that something is proven.
HEADLINES = {
    Verdict.SIGNAL_BEYOND_SISTERS: pgettext_lazy("told to users", "It looks as if it helped"),
    Verdict.SIGNAL: pgettext_lazy("told to users", "It has become better"),
    Verdict.NO_SIGNAL: pgettext_lazy("told to users", "We cannot see that it helped"),
    Verdict.TOO_EARLY: pgettext_lazy("told to users", "It is too early to tell"),
}
EXPLANATIONS = {
    Why.FEW_AFTER: _("We need more answers from after we began."),
    Why.FEW_BEFORE: _("We have too few answers from before we began to compare with."),
    Why.NOTHING_UNUSUAL: _("Your answers are as before."),
    Why.OTHER_WAY: _("Your answers have gone the other way. We must find something better."),
    Why.FEW_SISTERS: _(
        "There are too few other offices to compare with, so we do not know if this was why."
    ),
    Why.SISTERS_TOO: _("It has at other offices too, so we do not know if this was why."),
    Why.LARGEST: _("Your answers are better, and have changed more than at any other office."),
    Why.BEYOND_SPREAD: _("Your answers are better, and have changed more than at other offices."),
}
