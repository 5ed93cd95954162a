"""What people fill in on the pages of results, and what a visitor searches for."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.charts.models import LONGEST_WHY
from medverk.rules.pilots import points_at_person
from medverk.rules.weeks import Week


class BeginAnewForm(forms.Form):
    """From which publication a series is another process, and why."""

    why = forms.CharField(
        label=_("What changed then?"),
        help_text=_("For example a new room, other opening hours, a new way of working."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: object, weeks: Iterable[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["week"] = forms.ChoiceField(
            label=_("From which publication?"),
            help_text=_("Earlier publications stay in the chart, with their own limits."),
            choices=list(weeks),
        )
        self.order_fields(["week", "why"])

    def clean_why(self) -> str:
        """Staff write about the work; what leads to a person is stopped at the door."""
        why: str = self.cleaned_data["why"]
        if points_at_person(why):
            raise forms.ValidationError(_("Write about what changed, not about persons."))
        return why

    def begins(self) -> Week:
        """The first week of the new segment."""
        return Week.parse(self.cleaned_data["week"])
