"""What a counsellor fills in. As little as possible [F2]."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverk.invitations.contacts import Contact, ContactError, parse_contact
from medverk.invitations.kinds import Kind, is_offered, kinds_of, language_choices
from medverk.invitations.reasons import Reason, explain
from medverk.people.models import Unit

MOST_SLIPS = 4  # on one sheet of A4


class ConversationForm(forms.Form):
    """Which conversation it was, and which language the person reads."""

    language = forms.ChoiceField(label=_("Language"))
    kind = forms.ChoiceField(label=_("Kind of conversation"))

    def __init__(self, *arguments: Any, unit: Unit, now: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.now = now
        self.kinds = {kind.value: kind for kind in kinds_of(unit, now)}
        self.choices_of("language").choices = language_choices(unit, now)
        self.choices_of("kind").choices = grouped(list(self.kinds.values()))

    def choices_of(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    def clean(self) -> dict[str, Any]:
        """A questionnaire may lack a language that another one has."""
        given = super().clean() or {}
        kind = self.kinds.get(given.get("kind", ""))
        language = given.get("language")
        if kind and language and not is_offered(kind.version, language, self.now):
            self.add_error("language", explain(Reason.LANGUAGE_NOT_OFFERED))
        given["kind"] = kind
        return given


def grouped(kinds: list[Kind]) -> list[Any]:
    """Plain choices, or one group for each questionnaire where there are several."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind in kinds:
        groups[kind.group].append((kind.value, kind.title))
    if len(groups) == 1:
        return next(iter(groups.values()))
    return list(groups.items())


class InviteForm(ConversationForm):
    """The one short form."""

    field_order = ("contact", "language", "kind")
    contact = forms.CharField(
        label=_("Mobile number or e-mail"),
        max_length=254,
        error_messages={"required": _("Write the mobile number or the e-mail address.")},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_contact(self) -> Contact:
        try:
            return parse_contact(self.cleaned_data["contact"])
        except ContactError as error:
            raise forms.ValidationError(explain(Reason(error.code))) from None


class SlipForm(ConversationForm):
    count = forms.IntegerField(
        label=_("How many slips"),
        min_value=1,
        max_value=MOST_SLIPS,
        initial=1,
        help_text=_("One for each conversation. Four fit on a sheet of A4."),
    )
