"""By what breakdowns are made: what people may say of themselves, how their answers came in, and in
which language they were asked.
"""

from collections.abc import Iterable, Mapping, Sequence

from medverk.surveys.content import Content
from medverk.surveys.languages import ASKED_IN
from medverk.surveys.models import Questionnaire, Version
from medverk.surveys.queries import content

CHANNEL = "channel"
CHANNELS = ("sms", "email", "slip", "kiosk", "interview")
"""How a response came in; neighbours are alike: by telephone, on paper, at the office, by voice."""

ASKED = "asked_in"
"""In which language somebody was asked: known of every invitation, whatever people say at home. The
last variable by itself, so that an office chooses its other tables first. In the rest of a county,
where each family of tables is proven against whatever the others may show, it costs them a little:
in the demo no group of an office, and 0 to 4 % of the answers behind a county's [disclosure G2]."""

TOGETHER = (("age", "sex"),)
"""Tables of two variables, where the questionnaire asks for both."""

Background = Mapping[str, tuple[str, ...]]


def background_of(contents: Iterable[Content]) -> Background:
    """Every variable that any of these versions asked for, with all its categories in order."""
    found: dict[str, dict[str, None]] = {}
    for version in contents:
        for asked in version.background:
            found.setdefault(asked.key, {}).update(
                dict.fromkeys(option.key for option in asked.options)
            )
    said = {name: tuple(values) for name, values in found.items()}
    return said | {CHANNEL: CHANNELS, ASKED: ASKED_IN}


def tables_of(background: Background) -> Sequence[tuple[str, ...]]:
    """Each variable by itself, then those that are read together."""
    single = [(name,) for name in background]
    return [*single, *(pair for pair in TOGETHER if set(pair) <= background.keys())]


def versions_used(questionnaire: Questionnaire) -> list[Content]:
    """Every version that was ever in use, oldest first."""
    used = Version.objects.filter(questionnaire=questionnaire, in_use_from__isnull=False)
    return [content(version) for version in used.order_by("number").values_list("pk", flat=True)]
