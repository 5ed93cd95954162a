"""What leaders and county staff fill in. Few fields, filled in beforehand where we can."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from medverk.improvement.actions import Found, Idea, Plan
from medverk.improvement.indicators import choices_of, indicator_of, quoted
from medverk.improvement.models import Finding, Improvement
from medverk.improvement.models.findings import STATEMENT
from medverk.improvement.queries import colleagues_of
from medverk.improvement.words import BY_HAND, EXPECTED, KINDS, REFUSALS
from medverk.people.models import Person, Unit
from medverk.rules.improvement.paths import is_own_path
from medverk.rules.improvement.states import Kind, Refusal, Source, judge_plan
from medverk.rules.personal_data import CERTAIN, find_personal_data
from medverk.rules.statistics.assurance import Direction

ABOUT_WORK = _("Write about how you work, never about how a person does.")
ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Write about how you work, not about persons."
)


def refuse_person(text: str) -> None:
    """Staff write about the work; a number that leads to a person is stopped at the door."""
    if any(span.kind in CERTAIN for span in find_personal_data(text)):
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
    source = forms.ChoiceField(label=_("Where does it come from?"), choices=BY_HAND)
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


FIRST_WEEKS = 16  # from start to deadline, to begin with: most offices have 7 publications by then


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": _("Write the date as day.month.year, for example 15.10.2026.")}
    return forms.DateField(label=label, help_text=help_text, widget=widget, error_messages=wrong)


class PeopleField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only generic in the stubs
    """One of the unit's own people."""


class ImprovementForm(forms.Form):
    """What is done, why, by whom, when, and which figure is to tell. Two fields are empty."""

    title = forms.CharField(
        label=_("What do you do?"),
        help_text=_("For example: we agree on the goal before each conversation ends."),
        max_length=160,
        validators=[refuse_person],
    )
    hypothesis = words_field(
        _("Why do you believe that it helps?"), ABOUT_WORK, longest=1000, rows=3
    )
    kind = forms.ChoiceField(
        label=_("What kind is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    responsible = PeopleField(
        label=_("Who sees to it?"), queryset=Person.objects.none(), empty_label=None
    )
    starts_on = day_field(_("First day"), _("Today or later: it is registered before the figures."))
    deadline = day_field(_("Evaluate by"))
    indicator = forms.ChoiceField(label=_("Which question to users shall tell?"))
    expected = forms.ChoiceField(
        label=_("How many shall agree?"), choices=list(EXPECTED.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = localdate(now)
        self.people_field.queryset = colleagues_of(unit, self.today)
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose the question")),
            *choices_of(unit, now),
            *self.kept_indicator(unit, now),
        ]

    @property
    def people_field(self) -> Any:
        return self.fields["responsible"]

    def kept_indicator(self, unit: Unit, now: datetime) -> list[tuple[str, str]]:
        """A theme, where the finding is about one."""
        known = indicator_of(self.initial.get("indicator") or "", now)
        return [(known.key, quoted(known))] if known and len(known.questions) > 1 else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, deadline = cleaned.get("starts_on"), cleaned.get("deadline")
        refusal = judge_plan(starts_on, deadline, self.today) if starts_on and deadline else None
        if refusal:
            name = "starts_on" if refusal is Refusal.STARTED_BEFORE else "deadline"
            self.add_error(name, str(REFUSALS[refusal]))
        return cleaned

    def idea(self) -> Idea:
        """What was filled in of the thing itself, once the form is valid."""
        given = self.cleaned_data
        return Idea(
            given["title"],
            given["hypothesis"],
            Kind(given["kind"]),
            given["indicator"],
            Direction(given["expected"]),
        )

    def plan(self) -> Plan:
        given = self.cleaned_data
        return Plan(given["responsible"], given["starts_on"], given["deadline"])


def idea_for(finding: Finding, by: Person, now: datetime) -> dict[str, Any]:
    """What the form starts with: next Monday, sixteen weeks, the finding's own question."""
    today = localdate(now)
    starts_on = today + timedelta(days=7 - today.weekday())
    indicator = indicator_of(finding.indicator, now)
    return {
        "kind": Kind.COMPETENCE if finding.source == Source.COMPETENCE else Kind.PRACTICE,
        "responsible": by.pk,
        "starts_on": starts_on,
        "deadline": starts_on + timedelta(weeks=FIRST_WEEKS),
        "indicator": finding.indicator,
        "expected": indicator.improves if indicator else Direction.UP,
    }


def idea_of(improvement: Improvement, by: Person, now: datetime) -> dict[str, Any]:
    """What the form starts with when a proposal is planned, or a plan is changed."""
    known = {name: getattr(improvement, name) for name in ("title", "hypothesis", "kind")}
    asked = {"indicator": improvement.indicator, "expected": improvement.expected}
    if improvement.starts_on is None:
        return idea_for(improvement.finding, by, now) | known | asked
    when = {"starts_on": improvement.starts_on, "deadline": improvement.deadline}
    return {**known, **asked, **when, "responsible": improvement.responsible_id}


class NoteForm(forms.Form):
    """How it goes."""

    text = words_field(_("How does it go?"), ABOUT_WORK, longest=1000)


class EndForm(forms.Form):
    """What others can learn."""

    learnt = words_field(
        _("What have you learnt that others can use?"),
        _("Whether it helped or not: both save others time. No names."),
        longest=2000,
        rows=6,
    )


class DropForm(forms.Form):
    """Why it is given up."""

    why = words_field(_("Why do you give it up?"), longest=300, rows=2)


class GuidanceForm(forms.Form):
    """Whom to ask, and if one wants, what it is about."""

    guide = PeopleField(label=_("Whom do you ask?"), queryset=Person.objects.none())
    about = words_field(
        _("What would you like to talk about?"),
        _("Short, and never about a user who can be recognised. It is deleted after the talk."),
        longest=300,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, guides: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].queryset = guides  # type: ignore[attr-defined]
