"""What whoever complains fills in, without logging in [S1]."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from medverk.complaints.codes import Behalf, Kind, ReplyBy
from medverk.complaints.receiving import Given
from medverk.complaints.sealing import Reply
from medverk.complaints.words import BEHALVES, KINDS, NO_REPLY, REPLIES
from medverk.people.finding import offices_at_work
from medverk.people.models import Unit

LONGEST_TEXT = 10_000
_FEWEST_DIGITS, _LONGEST_NUMBER = 5, 30


class WrittenField(forms.CharField):
    """A text of several lines. A browser sends two signs for each new line; one is counted."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")))


def radio(label: Any, words: dict[Any, Any], **more: Any) -> forms.ChoiceField:
    choices = [(code.value, word) for code, word in words.items()]
    missing = {"required": _("Choose one of these.")}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing, **more
    )


class ComplaintForm(forms.Form):
    """One page, no login, no script."""

    behalf = radio(_("On whose behalf do you write?"), BEHALVES, initial=Behalf.ONESELF)
    kind = radio(_("What is the complaint about?"), KINDS)
    unit = forms.ModelChoiceField(
        label=_("Which office or centre?"),
        help_text=_("Leave it empty when you do not know. We find out."),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("I do not know"),
        error_messages={
            "invalid_choice": _(
                "This office takes no complaints any more. Send the form again, and we find out "
                "who answers."
            )
        },
    )
    text = WrittenField(
        label=_("What happened?"),
        help_text=_(
            "Up to 10 000 signs. Leave out identity numbers and health: we ask if we need to know."
        ),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what happened.")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reply_by = forms.ChoiceField(
        label=_("Do you want an answer?"),
        choices=[*((code.value, word) for code, word in REPLIES.items()), ("", NO_REPLY)],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = WrittenField(
        label=_("Where can we reach you?"),
        help_text=_("A telephone number, an e-mail address or a postal address."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = offices_at_work()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by, address = cleaned.get("reply_by"), cleaned.get("address", "")
        if by and "address" not in self.errors:
            problem = address_problem(ReplyBy(by), address)
            if problem:
                self.add_error("address", problem)
        return cleaned

    def given(self, language: str, identity: str | None = None) -> Given:
        """What was filled in, once the form is valid. A contact is kept only for an answer."""
        found = self.cleaned_data
        by = found["reply_by"]
        reply = Reply(ReplyBy(by), found["name"], found["address"]) if by else None
        return Given(
            unit=found["unit"],
            kind=Kind(found["kind"]),
            behalf=Behalf(found["behalf"]),
            language=language,
            text=found["text"],
            reply=reply,
            identity=identity,
        )


def address_problem(by: ReplyBy, address: str) -> Any:
    """What to do about it in words; None when an answer can come there."""
    if by is ReplyBy.EMAIL:
        return None if is_email(address) else _("Write your e-mail address, for example a@b.no.")
    if by is ReplyBy.TELEPHONE:
        digits = sum(sign.isdigit() for sign in address)
        fits = digits >= _FEWEST_DIGITS and len(address) <= _LONGEST_NUMBER
        return None if fits else _("Write the telephone number that we can call.")
    return None if address else _("Write the address that we can send a letter to.")


def is_email(address: str) -> bool:
    try:
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        return False
    return True


class StateForm(forms.Form):
    """The reference from the receipt."""

    reference = forms.CharField(
        label=_("Your reference"),
        max_length=40,
        error_messages={"required": _("Type the reference from the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
