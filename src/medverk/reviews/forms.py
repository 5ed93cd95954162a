"""What leaders and reviewers fill in."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from medverk.people.models import Person
from medverk.reviews.actions import Plan
from medverk.reviews.checklists import Checklist, Item
from medverk.reviews.models import LONGEST_NOTE
from medverk.reviews.sentences import say_half_year
from medverk.reviews.words import MET, REVIEWERS, STRATIFY, checklist_choices
from medverk.rules.personal_data import CERTAIN, find_personal_data
from medverk.rules.reviews import Answers, HalfYear, Met
from medverk.rules.sampling import Stratify

FEWEST_CASES, MOST_CASES, USUAL_CASES = 5, 200, 20
FURTHEST = timedelta(days=366)
ABOUT_PERSON = _(
    "This looks like a telephone number, a national identity number or an e-mail address. "
    "Take it out: write about the case, not about who it is."
)


def refuse_person(text: str) -> None:
    if any(span.kind in CERTAIN for span in find_personal_data(text)):
        raise forms.ValidationError(ABOUT_PERSON)


class PlanForm(forms.Form):
    """A round: what is reviewed, how much of it, and by how many."""

    checklist = forms.ChoiceField(label=_("What do you review?"), widget=forms.RadioSelect)
    half_year = forms.ChoiceField(label=_("Half-year"))
    wanted = forms.IntegerField(
        label=_("How many cases?"),
        help_text=_("Twenty give a rough picture, forty a better one."),
        min_value=FEWEST_CASES,
        max_value=MOST_CASES,
        initial=USUAL_CASES,
    )
    stratify = forms.ChoiceField(
        label=_("How is the sample divided?"),
        choices=list(STRATIFY.items()),
        widget=forms.RadioSelect,
        initial=Stratify.COUNSELLOR,
    )
    reviewers_each = forms.TypedChoiceField(
        label=_("How many review each case?"),
        help_text=_("Exemptions are always reviewed by two."),
        choices=list(REVIEWERS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
    )
    due_on = forms.DateField(
        label=_("To be finished by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as day.month.year, for example 15.10.2026.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        this = HalfYear.of_date(today)
        kwargs.setdefault("initial", {"half_year": str(this), "due_on": this.last_day()})
        super().__init__(*args, **kwargs)
        self.today = today
        self.halves = {str(half): half for half in (this, this.previous())}
        self.offer("checklist", checklist_choices())
        self.offer("half_year", [(key, say_half_year(half)) for key, half in self.halves.items()])

    def offer(self, field: str, choices: Iterable[tuple[str, str]]) -> None:
        chosen: Any = self.fields[field]
        chosen.choices = list(choices)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if not self.today <= due_on <= self.today + FURTHEST:
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return due_on

    def plan(self) -> Plan:
        """What was filled in, once the form is valid."""
        filled = self.cleaned_data
        return Plan(
            checklist=filled["checklist"],
            half_year=self.halves[filled["half_year"]],
            wanted=filled["wanted"],
            stratify=Stratify(filled["stratify"]),
            reviewers_each=filled["reviewers_each"],
            due_on=filled["due_on"],
        )


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple


class DrawForm(forms.Form):
    """The list to draw from, and who reviews."""

    table = forms.FileField(label=_("List of cases (CSV file)"), max_length=200)
    reviewers = PeopleField(
        label=_("Reviewers"),
        help_text=_("Nobody is given their own cases."),
        queryset=Person.objects.none(),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["reviewers"]
        chosen.queryset = people


class CheckForm(forms.Form):
    """The same list once more, to draw again."""

    table = forms.FileField(label=_("List of cases (CSV file)"), max_length=200)


class HandOverForm(forms.Form):
    """Who takes over what somebody has not reviewed."""

    whose = forms.ModelChoiceField(label=_("Whose cases?"), queryset=Person.objects.none())
    to = forms.ModelChoiceField(label=_("Who takes over?"), queryset=Person.objects.none())

    def __init__(
        self, *args: Any, waiting: QuerySet[Person], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("whose", waiting), ("to", people)):
            chosen: Any = self.fields[name]
            chosen.queryset = queryset


class AnswersForm(forms.Form):
    """The items of a checklist, each with its answers. Fields are named by the items' keys."""

    def __init__(
        self,
        *args: Any,
        items: Iterable[Item],
        said: Mapping[str, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """said: for items where two differ, what each said, in words."""
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        for item in self.items:
            self.fields[item.key] = forms.ChoiceField(
                label=str(item.text),
                help_text=said.get(item.key, str(item.help)),
                choices=[(met.value, MET[met]) for met in item.options],
                widget=forms.RadioSelect,
            )

    def answers(self) -> Answers:
        """What was chosen, once the form is valid."""
        return {item.key: Met(self.cleaned_data[item.key]) for item in self.items}


class CaseForm(AnswersForm):
    """A whole checklist about one case, and a note for the other reviewer."""

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, items=checklist.items, **kwargs)
        self.fields["note"] = forms.CharField(
            label=_("A note, if you are two and differ"),
            required=False,
            max_length=LONGEST_NOTE,
            validators=[refuse_person],
            widget=forms.Textarea(attrs={"rows": 3}),
        )
