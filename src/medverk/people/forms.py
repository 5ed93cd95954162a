"""Forms of this room."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from medverk.people.access import Role
from medverk.people.emails import LABELS, WHEN
from medverk.people.models import (
    REMINDER_HOURS,
    UNIT_TYPES_OF_ROLE,
    EmailKind,
    Person,
    Unit,
    UnitType,
)
from medverk.people.role_names import ROLES


class DayInput(forms.DateInput):
    """The browser's own date field, which wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SettingsForm(forms.Form):
    """What a person may choose for themselves."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)
    wants_reminder = forms.BooleanField(
        label=_("Remind me by e-mail on days when I have not invited anyone"),
        help_text=_("Monday to Friday, once a day at most."),
        required=False,
    )
    reminder_hour = forms.TypedChoiceField(
        label=_("When is your last conversation usually over?"),
        help_text=_("The reminder comes a quarter past."),
        choices=[(hour, f"{hour}:00") for hour in REMINDER_HOURS],
        coerce=int,
    )


class EmailsForm(forms.Form):
    """One box for each kind of e-mail that a person can get; those that are ticked come."""

    def __init__(self, *args: Any, kinds: Iterable[EmailKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.value] = forms.BooleanField(
                label=str(LABELS[kind]), help_text=str(WHEN[kind]), required=False
            )

    def wanted(self) -> list[EmailKind]:
        return [EmailKind(name) for name, ticked in self.cleaned_data.items() if ticked]


class TableForm(forms.Form):
    """A file to import. What it holds is judged by the importer, not here."""

    table = forms.FileField(label=_("CSV file"), max_length=200)


class SearchForm(forms.Form):
    """Words of a name, an ident or an e-mail address."""

    words = forms.CharField(label=_("Name, ident or e-mail"), max_length=80, required=False)


class FindUnitForm(forms.Form):
    """Words of the name of the unit that one looks for."""

    words = forms.CharField(label=_("Name or number of the unit"), max_length=80, required=False)


class FindOfficeForm(FindUnitForm):
    """Words of the name of an office, for everybody."""

    words = forms.CharField(
        label=_("Name of the office, centre or county"), max_length=80, required=False
    )


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # only generic in the stubs
    """Someone new. What they may do is decided by the roles they get afterwards."""

    class Meta:
        model = Person
        fields = ("name", "ident", "subject", "email")
        labels = {
            "name": _("Name"),
            "ident": _("Ident"),
            "subject": _("Id at the login provider"),
            "email": _("E-mail"),
        }
        help_texts = {
            "ident": _("The employee’s number, as calendars send it."),
            "subject": _("What the provider calls “sub”. The person logs in with it."),
        }
        error_messages = {
            "ident": {"unique": _("Somebody has this ident already. Search for the person.")},
            "subject": {"unique": _("Somebody logs in with this id already.")},
        }


def has_role(unit: Unit, role: Role) -> bool:
    """Whether anybody can have that role in such a unit."""
    return UnitType(unit.type) in UNIT_TYPES_OF_ROLE[role]


class RoleForm(forms.Form):
    """A role that a person gets in a unit, which is chosen before: only its roles are offered."""

    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"), widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("Role"))
    valid_from = forms.DateField(label=_("First day"), widget=DayInput)
    valid_to = forms.DateField(label=_("Last day"), widget=DayInput, required=False)

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if unit is None or has_role(unit, role)]
        choices = [(role.value, ROLES[role]) for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            raise forms.ValidationError({"valid_to": _("Choose a day after the first.")})
        return cleaned
