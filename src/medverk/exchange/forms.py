"""What people fill in about feedback between units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.exchange.models import LONGEST_TEXT
from medverk.exchange.words import KIND_HELP, OUTCOMES
from medverk.rules.personal_data import CERTAIN, HINTS, find_personal_data

ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Take it out: write about how units work together, not about persons."
)


LIKE_PERSON = _(
    "“%(words)s” looks like a person, an address or a date. Take it out, or say below that it is "
    "not."
)


def refuse_person(text: str) -> None:
    """A number or an address that leads to a person is stopped at the door."""
    if any(span.kind in CERTAIN for span in find_personal_data(text)):
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


class CarefulForm(forms.Form):
    """A form with a `text` that asks once more when something in it looks like a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judged"] = forms.BooleanField(
            label=_("I have looked at it: nobody can be recognised"),
            required=False,
            widget=forms.HiddenInput,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("text", "")
        hints = [span for span in find_personal_data(text) if span.kind in HINTS]
        if hints:
            self.fields["judged"].widget = forms.CheckboxInput()
            if not cleaned.get("judged"):
                words = text[hints[0].start : hints[0].end]
                self.add_error("text", LIKE_PERSON % {"words": words})
        return cleaned


class SendForm(CarefulForm):
    """A kind and a short text."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=list(KIND_HELP.items()), widget=forms.RadioSelect
    )
    text = words_field(
        _("What do you want to say?"),
        help_text=_("What happened, what it meant, and what you wish for. No names, no numbers."),
    )


class AnswerForm(CarefulForm):
    """The leader's answer."""

    text = words_field(_("Your answer"))


class OutcomeForm(CarefulForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    text = words_field(_("In a few words"), required=False)
