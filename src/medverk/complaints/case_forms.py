"""What caseworkers and leaders fill in about a complaint [S3, S4]."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.complaints.actions import Classed
from medverk.complaints.catalogue import numbered, word_of
from medverk.complaints.codes import AnswerChannel
from medverk.complaints.departing import is_clean
from medverk.complaints.forms import LONGEST_TEXT, WrittenField, radio
from medverk.complaints.models import Complaint
from medverk.complaints.queries import units_to_hand_over_to
from medverk.complaints.words import CHANNELS, OUTCOMES, PLACES, REFUSALS
from medverk.people.models import Unit
from medverk.rules.complaints.classification import Classification, Entry
from medverk.rules.complaints.life import Case, ComplaintState, Missing, judge_outcome

ABOUT_PERSON = _(
    "This looks like a telephone number, an identity number or an e-mail address. Write about what "
    "we do, not about persons."
)


def refuse_person(text: str) -> None:
    """A cause and a measure can stand in the council's report: nothing in them leads to anybody."""
    if not is_clean(text):
        raise forms.ValidationError(ABOUT_PERSON)


def own_words(label: Any) -> WrittenField:
    return WrittenField(
        label=label,
        required=False,
        max_length=2000,
        validators=[refuse_person],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ClassForm(forms.Form):
    """Theme, benefit, outcome, cause and measure."""

    theme = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose one of these.")}
    )
    benefit = forms.ChoiceField(label=_("Which benefit or service?"), required=False)
    outcome = radio(_("What did you find out?"), OUTCOMES, required=False)
    cause = own_words(_("What was the cause?"))
    measure = own_words(_("What do you do about it?"))
    is_fault = forms.BooleanField(
        label=_("Something in the digital services does not work as it should"),
        help_text=_("It is to be reported to those who can mend it within two working days."),
        required=False,
    )

    def __init__(self, data: Any, *, complaint: Complaint, today: date) -> None:
        super().__init__(data, initial=class_of(complaint))
        version = numbered(complaint.classification, today)
        self.fields["theme"].choices = theme_choices(version)  # type: ignore[attr-defined]
        self.fields["benefit"].choices = [  # type: ignore[attr-defined]
            ("", _("None, or not known")),
            *((entry.key, word_of(entry)) for entry in version.benefits),
        ]
        if complaint.fault_reported_at:
            del self.fields["is_fault"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        case = Case(
            ComplaintState.IN_PROGRESS,
            outcome=cleaned.get("outcome", ""),
            cause=cleaned.get("cause", ""),
            measure=cleaned.get("measure", ""),
        )
        for missing in judge_outcome(case):
            field = "cause" if missing is Missing.CAUSE else "measure"
            if field not in self.errors:
                self.add_error(field, REFUSALS[missing])
        return cleaned

    def classed(self) -> Classed:
        """What was filled in, once the form is valid."""
        found = self.cleaned_data
        theme, _dot, subtheme = found["theme"].partition(".")
        words = {name: found[name] for name in ("benefit", "outcome", "cause", "measure")}
        return Classed(
            theme=theme, subtheme=subtheme, is_fault=found.get("is_fault", False), **words
        )


def theme_choices(version: Classification) -> list[Any]:
    """Themes, each with its subthemes under it; the value is theme.subtheme."""
    return [("", _("Choose")), *(theme_choice(entry) for entry in version.themes)]


def theme_choice(theme: Entry) -> Any:
    if not theme.below:
        return theme.key, word_of(theme)
    return word_of(theme), [(f"{theme.key}.{entry.key}", word_of(entry)) for entry in theme.below]


def class_of(complaint: Complaint) -> dict[str, Any]:
    """What the form starts with."""
    theme = f"{complaint.theme}.{complaint.subtheme}".rstrip(".")
    return {
        "theme": theme,
        "is_fault": complaint.is_fault,
        **{name: getattr(complaint, name) for name in ("benefit", "outcome", "cause", "measure")},
    }


class AnswerForm(forms.Form):
    """How the answer was given; by e-mail it is sent from here."""

    channel = radio(_("How do you answer?"), CHANNELS)
    text = WrittenField(
        label=_("The answer"),
        help_text=_("By e-mail this is sent. Otherwise write down what you said, or nothing."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, can_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_email:
            kept = [(c.value, word) for c, word in CHANNELS.items() if c != AnswerChannel.EMAIL]
            self.fields["channel"].choices = kept  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("channel") == AnswerChannel.EMAIL and not cleaned.get("text"):
            self.add_error("text", _("Write the e-mail that is sent."))
        return cleaned


class RouteForm(forms.Form):
    """What is no service complaint, and where it belongs [S4]."""

    to = radio(_("Why is it no service complaint?"), PLACES)
    name = forms.CharField(
        label=_("Where is it sent?"),
        help_text=_("The municipality, the unit or the agency. No name of a person."),
        max_length=120,
        validators=[refuse_person],
        error_messages={"required": _("Write where it is sent.")},
    )


class HandOverForm(forms.Form):
    """Which unit answers instead: it is found before, among all."""

    unit = forms.ModelChoiceField(
        label=_("Which unit shall answer?"),
        queryset=Unit.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose the unit that shall answer.")},
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_hand_over_to(unit)  # type: ignore[attr-defined]


class ApproveForm(forms.Form):
    """The text that may leave the case."""

    text = WrittenField(
        label=_("The text that may leave"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what may leave.")},
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    hints_judged = forms.BooleanField(
        label=_("I have read the whole text. Nothing in it leads to a person."), required=False
    )
