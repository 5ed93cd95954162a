"""What leaders and county staff fill in. Few fields, filled in beforehand where we can."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.improvement.actions import Found
from medverk.improvement.indicators import choices_of, indicator_of, quoted
from medverk.improvement.models.findings import STATEMENT
from medverk.improvement.words import SOURCES
from medverk.people.models import Unit
from medverk.rules.improvement.paths import is_own_path
from medverk.rules.improvement.states import Source
from medverk.rules.pilots import points_at_person

ABOUT_WORK = _("Write about how you work, never about how a person does.")
ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Write about how you work, not about persons."
)


def refuse_person(text: str) -> None:
    """Staff write about the work; a number that leads to a person is stopped at the door."""
    if points_at_person(text):
        raise forms.ValidationError(ABOUT_PERSON)


def words_field(
    label: Any, help_text: Any = "", *, longest: int, rows: int = 3, required: bool = True
) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=required,
        validators=[refuse_person],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FindingForm(forms.Form):
    """A finding: what it says, where it comes from, and which figure it is about."""

    statement = words_field(_("What did you find?"), ABOUT_WORK, longest=STATEMENT)
    source = forms.ChoiceField(label=_("Where does it come from?"), choices=list(SOURCES.items()))
    indicator = forms.ChoiceField(
        label=_("Which question to users is it about?"),
        help_text=_("Later figures of that question tell whether it got better."),
        required=False,
    )
    reference = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", _("None of them")),
            *choices_of(unit, now),
            *self.theme_asked_for(unit, now),
        ]

    def theme_asked_for(self, unit: Unit, now: datetime) -> list[tuple[str, str]]:
        """A whole theme can be chosen where a page led here with one."""
        asked = self.initial.get("indicator") or self.data.get("indicator", "")
        known = indicator_of(asked, now) if asked else None
        return [(known.key, quoted(known))] if known and len(known.questions) > 1 else []

    def clean_reference(self) -> str:
        """Only a path of this site; another is forgotten."""
        reference: str = self.cleaned_data["reference"]
        return reference if is_own_path(reference) else ""

    def found(self) -> Found:
        """What was filled in, once the form is valid."""
        given = self.cleaned_data
        return Found(
            Source(given["source"]), given["statement"], given["indicator"], given["reference"]
        )


class SetAsideForm(forms.Form):
    """Why nothing is done about a finding."""

    why = words_field(_("Why?"), longest=300, rows=2)
