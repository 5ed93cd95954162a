"""Which conversations can be invited after in a unit, and in which languages."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from medverk.invitations.queries import CALL
from medverk.people.models import Unit, UnitType
from medverk.surveys.content import Text
from medverk.surveys.languages import COMPLETE
from medverk.surveys.models import Version
from medverk.surveys.names import name_of
from medverk.surveys.queries import NoVersionInUseError, content, current_version, offered_languages

AT_AN_OFFICE = ("conversation", "employer", "trust")  # the first is the usual one
AT_A_CENTRE = (CALL,)

# What tells a conversation of another questionnaire from the usual one, where it stands alone.
UNUSUAL: dict[str, Promise] = {
    "employer": gettext_lazy("employer"),
    "trust": gettext_lazy("satisfaction, trust and respect"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of conversation, with the questionnaire that is sent after it."""

    version: Version
    key: str
    title: str
    group: str  # what those who work here call the questionnaire

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.version.questionnaire.key}:{self.key}"


def kinds_of(unit: Unit, now: datetime) -> list[Kind]:
    """What a person chooses from, in the language of the page."""
    found = []
    for version in versions_of(unit, now):
        asked = content(version.pk)
        found += [
            Kind(version, kind.key, title_of(asked.key, kind.title), name_of(asked.key))
            for kind in asked.kinds
        ]
    return found


def title_of(questionnaire: str, kind: Text) -> str:
    """A list that is closed shows one line: that line alone says what is asked about."""
    title = in_page_language(kind)
    if questionnaire not in UNUSUAL:
        return title
    return _("%(kind)s (%(about)s)") % {"kind": title, "about": UNUSUAL[questionnaire]}


def versions_of(unit: Unit, now: datetime) -> list[Version]:
    """The questionnaires in use for a unit's conversations."""
    keys = AT_A_CENTRE if unit.type == UnitType.CONTACT_CENTRE else AT_AN_OFFICE
    versions = []
    for key in keys:
        try:
            versions.append(current_version(key, now=now))
        except NoVersionInUseError:
            continue
    return versions


def in_page_language(text: Text) -> str:
    language = get_language()
    return text[language if language in COMPLETE else COMPLETE[0]]


def language_choices(unit: Unit, now: datetime) -> list[tuple[str, str]]:
    """Every language that at least one of the questionnaires is offered in."""
    names = {
        language.code: language.name
        for version in versions_of(unit, now)
        for language in offered_languages(version.pk, now=now)
    }
    return list(names.items())


def is_offered(version: Version, language: str, now: datetime) -> bool:
    return any(one.code == language for one in offered_languages(version.pk, now=now))
