"""What open data there is now, described in three languages: for the page and for catalogues."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from medverk.opendata.catalogue import Catalogue, Dataset, File, Publisher
from medverk.opendata.writing import Format
from medverk.people.models import Unit, UnitType
from medverk.releases import open_queries
from medverk.releases.editions import edition_text
from medverk.releases.streams import current_policy
from medverk.rules.weeks import Week
from medverk.surveys.languages import COMPLETE
from medverk.surveys.models import Questionnaire
from medverk.surveys.names import name_of

Say = Callable[[], str]


def in_each_language(say: Say) -> Mapping[str, str]:
    """What `say` says in every complete language."""
    said: dict[str, str] = {}
    for language in COMPLETE:
        with override(language):
            said[language] = say()
    return said


def find_datasets() -> list[Dataset]:
    """Every dataset that has at least one file. Five queries for each questionnaire at most."""
    used = Questionnaire.objects.filter(releases__isnull=False).distinct().order_by("key")
    datasets: list[Dataset] = []
    for questionnaire in used:
        datasets.extend(of_questionnaire(questionnaire.key))
    return [*datasets, units_dataset(), releases_dataset()]


def of_questionnaire(key: str) -> list[Dataset]:
    """Figures, breakdowns where there are any, and what the questions mean."""
    found = [figures_dataset(key)]
    if names := open_queries.editions(key):
        found.append(breakdowns_dataset(key, names))
    return [*found, questions_dataset(key)]


def figures_dataset(key: str) -> Dataset:
    years = open_queries.years(key)
    return Dataset(
        key=f"{key}-figures",
        title=in_each_language(lambda: _("What users say: %(name)s") % {"name": name_of(key)}),
        description=in_each_language(
            lambda: (
                _(
                    "How many chose each answer to each question, for offices, counties and the "
                    "country, publication by publication. Each figure rests on at least %(n)d "
                    "conversations, with more than one counsellor."
                )
                % {"n": current_policy().responses}
            )
        ),
        keywords=KEYWORDS,
        frequency="WEEKLY",
        files=[
            file_of("open_figures", format, partial(str, year), questionnaire=key, year=year)
            for year in years
            for format in Format
        ],
        covers=(Week(min(years), 1).first_day(), Week(max(years), 52).first_day()),
    )


def breakdowns_dataset(key: str, names: tuple[str, ...]) -> Dataset:
    return Dataset(
        key=f"{key}-groups",
        title=in_each_language(
            lambda: _("What groups of users say: %(name)s") % {"name": name_of(key)}
        ),
        description=in_each_language(
            lambda: _(
                "The same by age, sex, language and how people were asked, for each half-year. "
                "Only groups that nobody can use to find out about fewer people are shown."
            )
        ),
        keywords=KEYWORDS,
        frequency="ANNUAL_2",
        files=[
            file_of("open_groups", format, partial(named, name), questionnaire=key, edition=name)
            for name in names
            for format in Format
        ],
    )


def questions_dataset(key: str) -> Dataset:
    return Dataset(
        key=f"{key}-questions",
        title=in_each_language(lambda: _("The questions: %(name)s") % {"name": name_of(key)}),
        description=in_each_language(
            lambda: _(
                "What each question asks, what each answer means, and from which answer on people "
                "count as agreeing."
            )
        ),
        keywords=KEYWORDS,
        frequency="IRREG",
        files=[file_of("open_questions", format, str, questionnaire=key) for format in Format],
    )


def units_dataset() -> Dataset:
    return Dataset(
        key="units",
        title=in_each_language(lambda: _("Offices and counties")),
        description=in_each_language(
            lambda: _("Every unit, its number, and the unit that it belongs to.")
        ),
        keywords=KEYWORDS,
        frequency="IRREG",
        files=[file_of("open_units", format, str) for format in Format],
    )


def releases_dataset() -> Dataset:
    return Dataset(
        key="releases",
        title=in_each_language(lambda: _("Releases and their digests")),
        description=in_each_language(
            lambda: _(
                "Everything that was ever published, with the digest that tells if a single "
                "figure was changed afterwards."
            )
        ),
        keywords=KEYWORDS,
        frequency="WEEKLY",
        files=[file_of("open_releases", format, str) for format in Format],
    )


KEYWORDS = {
    "nb": ("brukererfaring", "brukermedvirkning", "arbeid og velferd"),
    "nn": ("brukarerfaring", "brukarmedverknad", "arbeid og velferd"),
    "en": ("user experience", "user participation", "labour and welfare"),
}


def file_of(view: str, format: Format, say: Say, **parts: object) -> File:
    """A file at the address of a view. say: which part of the dataset; `str` for all of it."""
    path = reverse(f"{view}_{format}", kwargs=parts)
    kind = format.upper()
    return File(path, kind, in_each_language(lambda: ", ".join(filter(None, (say(), kind)))))


def named(edition: str) -> str:
    """ "2026-H1" as "The first half of 2026"."""
    return capfirst(edition_text(edition))


def catalogue(now: datetime) -> Catalogue:
    """The whole catalogue. modified: the day of the newest release."""
    newest = next(iter(open_queries.published()), None)
    return Catalogue(
        address=settings.ENVIRONMENT.address,
        title=in_each_language(lambda: _("Open data from Medverk")),
        description=in_each_language(
            lambda: _(
                "What people say after conversations with the agency: anonymous, counted, and "
                "with how many each figure rests on."
            )
        ),
        publisher=publisher(),
        modified=localdate(newest.published_at if newest else now),
        datasets=find_datasets(),
    )


def publisher() -> Publisher:
    """Who answers for the data: the agency at the top."""
    top = Unit.objects.filter(type=UnitType.DIRECTORATE).order_by("pk").first()
    environment = settings.ENVIRONMENT
    return Publisher(
        name=top.name if top else "Medverk",
        number=environment.get("MEDVERK_PUBLISHER_NUMBER"),
        email=environment.get("MEDVERK_OPEN_DATA_EMAIL"),
    )
