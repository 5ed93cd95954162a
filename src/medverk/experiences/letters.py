"""The monthly letter in words: titles and links, to what its reader may open [L8]."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from medverk.experiences.models import Experience, Letter
from medverk.experiences.subscribing import stop_address
from medverk.invitations.gateways import Text
from medverk.people.models import Person
from medverk.rules.experiences import Month

MOST_TITLES = 20


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a letter, where, and about which themes; no themes are all."""

    person: Person
    address: str
    themes: frozenset[str]

    def choose(self, news: Sequence[Experience]) -> list[Experience]:
        return [each for each in news if not self.themes or each.theme in self.themes]


def write_letter(letter: Letter, reader: Reader, month: Month, news: Sequence[Experience]) -> Text:
    """In the reader's own language. news: at least one experience, all for this reader."""
    site, library = settings.ENVIRONMENT.address, reverse("experiences")
    stop = stop_address(reader.person.pk)
    with override(reader.person.language):
        # Translators: Django's date format of a month with its year, like "October 2026".
        when = date_format(month.first_day, gettext("F Y"))
        parts = [
            gettext("Hello!"),
            opening(len(news), when),
            "\n\n".join(map(entry, news[:MOST_TITLES])),
            more(len(news) - MOST_TITLES),
            gettext("All experiences:\n%(link)s") % {"link": site + library},
            gettext(
                "You get this letter since you asked for it. Choose themes:\n%(choose)s\n"
                "No more letters:\n%(stop)s"
            )
            % {"choose": site + reverse("my_letters"), "stop": stop},
        ]
        return Text(
            id=letter.pk,
            to=reader.address,
            subject=gettext("What other offices have learned: %(month)s") % {"month": when},
            body="\n\n".join(filter(None, parts)),
            link=site + library,
            stop=stop,
        )


def opening(number: int, when: str) -> str:
    return ngettext(
        "One experience was shared in %(month)s:",
        "%(number)s experiences were shared in %(month)s:",
        number,
    ) % {"number": number, "month": when}


def entry(experience: Experience) -> str:
    """A title without line breaks, the office, and where to read it."""
    link = settings.ENVIRONMENT.address + reverse("experience", args=[experience.pk])
    return f"{' '.join(experience.title.split())} ({experience.office})\n{link}"


def more(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("and one more", "and %(number)s more", number) % {"number": number}
