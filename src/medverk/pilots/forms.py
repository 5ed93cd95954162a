"""What county staff and staff at the offices fill in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from medverk.people.models import Unit
from medverk.pilots.actions import Plan
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.pilots.queries import clashing_offices, offices_of
from medverk.pilots.words import DECISIONS, VERDICTS
from medverk.rules.pilots import points_at_person
from medverk.surveys.content import Text
from medverk.surveys.models import Version
from medverk.surveys.names import name_of

LONGEST = timedelta(days=731)
FURTHEST = timedelta(days=5 * 366)
ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Write about the pilot, not about persons."
)


def in_language(text: Text) -> str:
    """The text in the language of the page."""
    return text.get(get_language() or "nb", text["nb"])


def refuse_person(text: str) -> None:
    """Staff write about the pilot; a number that leads to a person is stopped at the door."""
    if points_at_person(text):
        raise forms.ValidationError(ABOUT_PERSON)


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, version: Any) -> str:
        return _("%(name)s, version %(number)s") % {
            "name": name_of(version.questionnaire.key),
            "number": version.number,
        }


class OfficesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": _("Write the date as day.month.year, for example 15.10.2026.")}
    return forms.DateField(label=label, help_text=help_text, widget=widget, error_messages=wrong)


class PlanForm(forms.Form):
    """A pilot: what is tried, where, and when [F9]."""

    name = forms.CharField(label=_("Name"), max_length=120)
    version = VersionField(
        label=_("Questionnaire"), queryset=Version.objects.none(), empty_label=None
    )
    begins_on = day_field(_("First day"))
    ends_on = day_field(
        _("Last day"), _("Answers count for two weeks more: so long can an invitation be answered.")
    )
    offices = OfficesField(label=_("Offices"), queryset=Unit.objects.none())

    def __init__(
        self, *args: Any, county: Unit, today: date, pilot: Pilot | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pilot = pilot
        self.today = today
        in_use = Version.objects.filter(in_use_from__isnull=False)
        self.version_field.queryset = in_use.select_related("questionnaire").order_by(
            "questionnaire__key", "-number"
        )
        self.offices_field.queryset = offices_of(county)

    @property
    def version_field(self) -> Any:
        return self.fields["version"]

    @property
    def offices_field(self) -> Any:
        return self.fields["offices"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins_on, ends_on = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins_on and ends_on:
            self.check_period(begins_on, ends_on)
        if not self.errors:
            self.check_offices(cleaned)
        return cleaned

    def check_period(self, begins_on: date, ends_on: date) -> None:
        if ends_on < begins_on:
            self.add_error("ends_on", _("Choose a last day that is after the first day."))
        elif ends_on < self.today:
            self.add_error("ends_on", _("Choose a last day that has not passed."))
        elif begins_on > self.today + FURTHEST:
            self.add_error("begins_on", _("Choose a first day within five years."))
        elif ends_on - begins_on > LONGEST:
            self.add_error("ends_on", _("A pilot lasts two years at most."))

    def check_offices(self, cleaned: Mapping[str, Any]) -> None:
        clashing = clashing_offices(
            self.pilot, cleaned["offices"], cleaned["begins_on"], cleaned["ends_on"]
        )
        if clashing:
            words = _("In another pilot in the same weeks: %(offices)s.")
            self.add_error("offices", words % {"offices": ", ".join(clashing)})

    def plan(self) -> Plan:
        """What was filled in, once the form is valid."""
        return Plan(**{name: self.cleaned_data[name] for name in self.fields})


def plan_of(pilot: Pilot) -> dict[str, Any]:
    """What the form starts with when a pilot is changed."""
    return {
        "name": pilot.name,
        "version": pilot.version_id,
        "begins_on": pilot.begins_on,
        "ends_on": pilot.ends_on,
        "offices": sorted(pilot.office_ids),
    }


def verdict_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(VERDICTS.items()), widget=forms.RadioSelect)


def words_field(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        validators=[refuse_person],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The pilot's own four questions to those who tried it [F9]."""

    worked = verdict_field(_("Did it work as planned?"))
    good = words_field(_("What was good?"))
    bad = words_field(_("What did not work?"))
    usable = verdict_field(_("Can you use the answers to get better?"))
    more = words_field(_("What else should the county know?"))


def answer_of(answer: StaffAnswer | None) -> dict[str, Any]:
    """What the form starts with when somebody has answered before."""
    return {name: getattr(answer, name) for name in AnswerForm.base_fields} if answer else {}


class DecisionForm(forms.Form):
    """The two outcomes, and why [F9]."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=list(DECISIONS.items()), widget=forms.RadioSelect
    )
    reason = words_field(_("Why"), required=True)
