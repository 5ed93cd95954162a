"""What people fill in about feedback between units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.exchange.models import LONGEST_TEXT
from medverk.exchange.words import KIND_HELP, OUTCOMES
from medverk.rules.pilots import points_at_person

ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Take it out: write about how units work together, not about persons."
)


def refuse_person(text: str) -> None:
    """A number that leads to a person is stopped at the door."""
    if points_at_person(text):
        raise forms.ValidationError(ABOUT_PERSON)


def words_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        validators=[refuse_person],
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class FindForm(forms.Form):
    """Words of the name of the unit that one looks for."""

    words = forms.CharField(label=_("Name or number of the unit"), max_length=80, required=False)


class SendForm(forms.Form):
    """A kind and a short text."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=list(KIND_HELP.items()), widget=forms.RadioSelect
    )
    text = words_field(
        _("What do you want to say?"),
        help_text=_("What happened, what it meant, and what you wish for. No names, no numbers."),
    )


class AnswerForm(forms.Form):
    """The leader's answer."""

    text = words_field(_("Your answer"))


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    text = words_field(_("In a few words"), required=False)
