"""What leaders and readers fill in."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from medverk.experiences.actions import Told, Words
from medverk.experiences.careful import CarefulForm
from medverk.experiences.models import Experience, Telling
from medverk.experiences.queries import MOST_PAGES, Wanted
from medverk.experiences.themes import theme_choices
from medverk.experiences.words import KINDS, VERDICTS
from medverk.improvement.models import Improvement
from medverk.rules.search import read_words

LONGEST_QUESTION = 200


def words_field(label: Any, help_text: Any, longest: int, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)


class ShareForm(CarefulForm):
    """An improvement in words for other offices."""

    careful = ("title", "seen", "done", "learnt")
    field_order = ("title", "seen", "done", "learnt", "language", "judged")

    title = forms.CharField(label=_("What is it about?"), max_length=160)
    seen = words_field(_("What did you see?"), _("In results, complaints or talks."), 1000, 3)
    done = words_field(_("What did you do?"), _("So that another office can do the same."), 2000)
    learnt = words_field(
        _("What can others learn?"), _("Also what was hard, and what you would not do again."), 2000
    )
    language = language_field()

    def words(self) -> Words:
        """What was filled in, once the form is valid."""
        return Words(**{name: self.cleaned_data[name] for name in (*self.careful, "language")})


def words_of(improvement: Improvement, experience: Experience | None) -> dict[str, str]:
    """What the form starts with: what was shared before, or what the office has noted."""
    names = (*ShareForm.careful, "language")
    if experience:
        return {name: getattr(experience, name) for name in names}
    return {
        "title": improvement.title,
        "seen": improvement.finding.statement,
        "done": improvement.hypothesis,
        "learnt": improvement.learnt,
        "language": get_language() or "nb",
    }


class TellForm(CarefulForm):
    """What users are told."""

    careful = ("said", "did")
    field_order = ("said", "did", "language", "judged")

    said = words_field(
        _("What have users said?"), _("One sentence. The figure is put beside it for you."), 300, 2
    )
    did = words_field(_("What did you do?"), _("In plain words, to those who meet you."), 600, 3)
    language = language_field()

    def told(self) -> Told:
        """What was filled in, once the form is valid."""
        return Told(**{name: self.cleaned_data[name] for name in (*self.careful, "language")})


def told_of(improvement: Improvement, telling: Telling | None) -> dict[str, str]:
    if telling:
        return {"said": telling.said, "did": telling.did, "language": telling.language}
    return {"said": improvement.finding.statement[:300], "language": get_language() or "nb"}


class SearchForm(forms.Form):
    """What somebody looks for in the library. Whatever is sent, something is found or nothing."""

    words = forms.CharField(label=_("Search for"), max_length=LONGEST_QUESTION, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    kind = forms.ChoiceField(label=_("Kind of office"), required=False)
    verdict = forms.ChoiceField(label=_("How it went"), required=False)
    page = forms.IntegerField(min_value=1, max_value=MOST_PAGES, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, list[Any]] = {
            "theme": list(theme_choices(now)),
            "kind": list(KINDS.items()),
            "verdict": list(VERDICTS.items()),
        }
        for name, choices in chosen.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    def wanted(self) -> Wanted:
        """What was understood: a filter that does not exist is left out."""
        self.full_clean()
        known = self.cleaned_data
        return Wanted(
            words=read_words(self.data.get("words", "")[:LONGEST_QUESTION]),
            theme=known.get("theme", ""),
            kind=known.get("kind", ""),
            verdict=known.get("verdict", ""),
        )

    @property
    def page_number(self) -> int:
        return self.cleaned_data.get("page") or 1


class LettersForm(forms.Form):
    """Whether, about what and to where the monthly letter comes."""

    wants = forms.BooleanField(
        label=_("Send me a letter once a month about what other offices have learned"),
        help_text=_("It comes in the first days of the month, and only when there is something."),
        required=False,
    )
    themes = forms.MultipleChoiceField(
        label=_("Only about these themes"),
        help_text=_("Choose none to hear about all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send a link there; letters come when you have opened it."),
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["themes"]
        themes.choices = [
            (key, gettext("%(of)s: %(theme)s") % {"of": name, "theme": title})
            for name, listed in theme_choices(now)
            for key, title in listed
        ]
        if has_address:
            del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = "address" in self.fields and not cleaned.get("address")
        if cleaned.get("wants") and missing and "address" not in self.errors:
            self.add_error("address", _("Write the address where the letter shall come."))
        return cleaned
