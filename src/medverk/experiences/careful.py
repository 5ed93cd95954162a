"""A form whose words leave the office: what may be personal data is shown first, and it fails
closed [S1; issue 4, section 5]."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverk.experiences.words import CERTAIN_DATA
from medverk.rules.personal_data import CERTAIN, Span, find_personal_data

UNJUDGED = gettext_lazy("Take out what is about persons, or tick the box.")


class CarefulForm(forms.Form):
    """Numbers and e-mail addresses are refused. What looks like a person must be judged: a box is
    shown that names it, and counts for just these words.

    careful: the names of the fields whose words leave.
    """

    careful: tuple[str, ...] = ()

    judged = forms.MultipleChoiceField(
        label=gettext_lazy("Is this about persons?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_choice"), UNJUDGED),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = self.hints()
        if hints:
            self.ask_about(hints)
        else:
            del self.fields["judged"]

    def written(self) -> Iterator[tuple[str, str]]:
        """The words of each field as they were sent."""
        for name in self.careful:
            yield name, str(self.data.get(self.add_prefix(name), ""))

    def hints(self) -> list[str]:
        """What looks like a person, in the order of the fields."""
        return [
            text[span.start : span.end]
            for _name, text in self.written()
            for span in find_personal_data(text)
            if span.kind not in CERTAIN
        ]

    def ask_about(self, hints: list[str]) -> None:
        named = ", ".join(_("“%(words)s”") % {"words": hint} for hint in dict.fromkeys(hints))
        label = _("I have looked at %(hints)s: none of it is about a person.") % {"hints": named}
        field: Any = self.fields["judged"]
        field.choices = [(mark_of(hints), label)]

    @property
    def hints_judged(self) -> bool:
        """Whether somebody has said of just these hints that none is a person."""
        return bool(self.cleaned_data.get("judged"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, text in self.written():
            for span in find_personal_data(text):
                if span.kind in CERTAIN:
                    self.add_error(name, refusal(text, span))
        return cleaned


def mark_of(hints: list[str]) -> str:
    """So that a tick for other words does not count."""
    return hashlib.sha256("\n".join(hints).encode()).hexdigest()[:16]


def refusal(text: str, span: Span) -> str:
    named = {"words": text[span.start : span.end], "what": CERTAIN_DATA[span.kind]}
    return _("“%(words)s” looks like %(what)s. Take it out.") % named
