"""Groups and their differences in sentences, in the active language [look, rules 1 and 2]."""

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverk.groups.reading import GroupsReading, Said
from medverk.pages import words
from medverk.pages.reading import Counted
from medverk.releases.backgrounds import ASKED, CHANNEL
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.surveys.content import Content
from medverk.surveys.languages import ANOTHER, NORWEGIAN_OR_SAMI

NAMED = 2  # differences that the first sentence names; all are said further down

TITLES: Mapping[str, Promise] = {
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "language": gettext_lazy("Language at home"),
    "channel": gettext_lazy("How people answered"),
    "asked_in": gettext_lazy("Language of the invitation"),
}
CHANNELS: Mapping[str, Promise] = {
    "sms": gettext_lazy("Link in an SMS"),
    "email": gettext_lazy("Link in an e-mail"),
    "slip": gettext_lazy("Slip of paper"),
    "kiosk": gettext_lazy("Tablet at the office"),
    "interview": gettext_lazy("Interview"),
}
LANGUAGES: Mapping[str, Promise] = {
    NORWEGIAN_OR_SAMI: gettext_lazy("Asked in Norwegian or Sami"),
    ANOTHER: gettext_lazy("Asked in another language"),
}
OURS: Mapping[str, Mapping[str, Promise]] = {CHANNEL: CHANNELS, ASKED: LANGUAGES}
"""The variables that no questionnaire asks for, and our own words for their categories."""


def title_of(names: Sequence[str], content: Content, language: str) -> str:
    """What a table is by: "Age", or "Age and sex"."""
    asked = {background.key: background for background in content.background}
    said = [
        str(TITLES[name])
        if name in TITLES
        else (asked[name].text[language] if name in asked else name)
        for name in names
    ]
    if len(said) == 1:
        return said[0]
    return _("%(first)s and %(second)s together") % {"first": said[0], "second": said[1].lower()}


def options_of(content: Content, language: str) -> dict[tuple[str, str], str]:
    """What each category is called."""
    options = {
        (background.key, option.key): option.text[language]
        for background in content.background
        for option in background.options
    }
    ours = {(name, key): str(said) for name, names in OURS.items() for key, said in names.items()}
    return options | ours


def label_of(by: By, options: Mapping[tuple[str, str], str]) -> str:
    """A group in words: "Under 30", "Under 30 and 30 to 49 together", "Under 30, woman"."""
    parts = []
    for name, values in by:
        said = [options.get((name, value), value) for value in values]
        together = listed(said) if name in OURS else words.joined(said)
        parts.append(said[0] if len(said) == 1 else _("%(groups)s together") % {"groups": together})
    return ", ".join(parts)


def listed(labels: Sequence[str]) -> str:
    """Our own words for categories, which are no names: "Link in an SMS and slip of paper"."""
    return words.joined([labels[0], *(each[:1].lower() + each[1:] for each in labels[1:])])


def lead(reading: GroupsReading) -> str:
    """The one sentence, sometimes two, that a busy person should leave with."""
    found = reading.differences
    if not found:
        if any(table.comparable for table in reading.tables):
            return _(
                "No group clearly differs from the others: what is seen is no more than chance "
                "alone usually gives."
            )
        return _("The groups that can be shown cannot be held against each other.")
    said = [difference_text(each) for each in found[:NAMED]]
    if len(found) > NAMED:
        rest = len(found) - NAMED
        said.append(
            ngettext(
                "One more difference is larger than chance alone usually gives.",
                "%(number)s more differences are larger than chance alone usually gives.",
                rest,
            )
            % {"number": rest}
        )
    return " ".join(said)


OTHERS_SILENT = gettext_lazy(
    "%(share)s of the half-year’s %(everybody)s answers are in these groups. The others did not "
    "say, or cannot be shown by group without telling about too few."
)
OTHERS_ELSEWHERE = gettext_lazy(
    "%(share)s of the half-year’s %(everybody)s answers are in these groups. The others cannot be "
    "shown by group without telling about too few."
)


def behind(names: Sequence[str], share: float, everybody: int) -> str:
    """How much of all that the unit's results of the half-year rest on is in a table's groups."""
    if share == 1:
        return _("All the answers of the half-year are in these groups.")
    known = all(name in OURS for name in names)
    sentence = OTHERS_ELSEWHERE if known else OTHERS_SILENT
    return str(sentence) % {
        "share": words.percent(min(share, 0.99)),
        "everybody": number_format(everybody, 0),
    }


LOWER: Mapping[Counted, Promise] = {
    Counted.AGREE: gettext_lazy(
        "%(group)s: fewer agree with %(statement)s than among the others, %(share)s against "
        "%(others)s."
    ),
    Counted.YES: gettext_lazy(
        "%(group)s: fewer say yes to %(statement)s than among the others, %(share)s against "
        "%(others)s."
    ),
    Counted.NUMBER: gettext_lazy(
        "%(group)s: fewer choose a high number for %(statement)s than among the others, %(share)s "
        "against %(others)s."
    ),
}
HIGHER: Mapping[Counted, Promise] = {
    Counted.AGREE: gettext_lazy(
        "%(group)s: more agree with %(statement)s than among the others, %(share)s against "
        "%(others)s."
    ),
    Counted.YES: gettext_lazy(
        "%(group)s: more say yes to %(statement)s than among the others, %(share)s against "
        "%(others)s."
    ),
    Counted.NUMBER: gettext_lazy(
        "%(group)s: more choose a high number for %(statement)s than among the others, %(share)s "
        "against %(others)s."
    ),
}


def difference_text(said: Said) -> str:
    """Of one group and one question."""
    found = said.difference
    sentences = LOWER if found.is_lower else HIGHER
    return str(sentences[said.question.answers.counted]) % {
        "group": said.group,
        "statement": _("“%(statement)s”") % {"statement": said.question.text},
        "share": words.percent(found.share),
        "others": words.percent(found.others),
    }
