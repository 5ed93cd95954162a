"""The form in which somebody writes a translation: one field per text, the Bokmål above it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from medverk.surveys.actions import check_texts
from medverk.surveys.languages import LANGUAGES
from medverk.surveys.models import Translation
from medverk.surveys.reading import ContentError
from medverk.surveys.words import PLACEHOLDERS


class TranslationForm(forms.Form):
    """`asked` is every text by key, in Bokmål. Empty fields are gaps that a draft may have."""

    def __init__(
        self, translation: Translation, asked: Mapping[str, str], data: Any = None
    ) -> None:
        super().__init__(data)
        self.translation = translation
        # Keys hold points and spaces, which an id in HTML may not: fields are numbered.
        self.keys = {f"t{number}": key for number, key in enumerate(asked)}
        language = LANGUAGES[translation.language]
        for name, key in self.keys.items():
            self.fields[name] = forms.CharField(
                label=asked[key],
                initial=translation.texts.get(key, ""),
                required=False,
                widget=forms.Textarea(
                    attrs={
                        "rows": 2 + asked[key].count("\n"),
                        "lang": language.code,
                        "dir": language.direction,
                    }
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Each text is checked by itself, so that every mistake is shown at once."""
        cleaned = super().clean() or {}
        for name, text in tuple(cleaned.items()):
            key = self.keys[name]
            cleaned[name] = text = text.replace("\r\n", "\n")
            try:
                if text:
                    check_texts(self.translation, {key: text}, complete=False)
            except ContentError:
                self.add_error(name, explain(key))
        return cleaned

    def texts(self) -> dict[str, str]:
        """What was written, by key, without the gaps."""
        return {self.keys[name]: text for name, text in self.cleaned_data.items() if text}


def explain(key: str) -> str:
    """What to do about a text that cannot be used."""
    places = PLACEHOLDERS.get(key)
    if not places:
        return _("Write at most 2000 characters, without { and }.")
    named = ", ".join(f"{{{place}}}" for place in sorted(places))
    return _("Write at most 2000 characters, with %(places)s in the text.") % {"places": named}
