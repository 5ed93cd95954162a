"""Themes: what indicators are about, "questionnaire.theme", for filters and the monthly letter."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from medverk.improvement.indicators import OF_CENTRES, OF_OTHERS, Indicator, asked_now, language
from medverk.surveys.names import name_of

Choices = list[tuple[str, list[tuple[str, str]]]]


def theme_of(indicator: str, now: datetime) -> str:
    """The theme that a question belongs to; the indicator itself where it is one, or is asked no
    more."""
    questionnaire, _dot, line = indicator.partition(".")
    asked = asked_now(questionnaire, now)
    for question in asked.questions if asked else ():
        if question.key == line:
            return f"{questionnaire}.{question.theme}"
    return indicator


def verb_of(indicator: Indicator, now: datetime) -> str:
    """What those did whom the indicator counts: "agreed", "said yes", "chose 4 or higher"."""
    asked = asked_now(indicator.questionnaire, now)
    questions = asked.questions if asked else ()
    counted = {q.scale for q in questions if q.key in indicator.questions}
    scales = [asked.scales[key] for key in counted] if asked else []
    if any(scale.numbered for scale in scales):
        return _("chose %(number)s or higher") % {"number": scales[0].agree_from}
    if scales and all(scale.agree_from == len(scale.categories) for scale in scales):
        return _("said yes")
    return pgettext("of people", "agreed")


def theme_choices(now: datetime) -> Choices:
    """All themes that are asked about now, under the name of each questionnaire. A query each."""
    found = ((key, asked_now(key, now)) for key in (*OF_OTHERS, *OF_CENTRES))
    return [
        (
            name_of(key),
            [(f"{key}.{theme.key}", theme.title[language()]) for theme in asked.themes],
        )
        for key, asked in found
        if asked
    ]


def theme_names(now: datetime) -> dict[str, str]:
    """What each theme is called where it stands alone: "Working together"."""
    return {key: title for _name, themes in theme_choices(now) for key, title in themes}
