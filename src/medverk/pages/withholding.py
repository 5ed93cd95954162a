"""What is not shown, in words: what, why, and where a safe figure is [disclosure G6]."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverk.pages import words
from medverk.releases.queries import WithheldLine
from medverk.releases.reasons import explain
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason


@dataclass(frozen=True, slots=True)
class Note:
    """One kind remark; things withheld for the same reason share it."""

    what: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What the words need. texts: of the questions, by key; own: to a counsellor, of their own."""

    texts: Mapping[str, str]
    policy: Policy
    this_year: int
    own: bool = False
    shown: bool = False  # other figures of the same are shown


def notes_of(withheld: Iterable[WithheldLine], saying: Saying) -> tuple[Note, ...]:
    """One note for each reason; what belongs to a question no longer asked is left out."""
    groups: dict[tuple[Reason, bool], list[WithheldLine]] = defaultdict(list)
    for line in withheld:
        if line.question is None or line.question in saying.texts:
            groups[line.reason, line.question is None].append(line)
    return tuple(
        note(reason, not_shown(lines, saying, whole_weeks), saying.policy)
        for (reason, whole_weeks), lines in groups.items()
    )


def note(reason: Reason, what: str, policy: Policy) -> Note:
    explanation = explain(reason, policy=policy)
    return Note(what, explanation.why, explanation.instead)


def not_shown(lines: Sequence[WithheldLine], saying: Saying, whole_weeks: bool) -> str:
    """Own weeks are not named: they could tell who invited one person that this one answered."""
    if not whole_weeks:
        return questions_not_shown(lines, saying.texts)
    if not saying.own:
        return weeks_not_shown(lines, saying.this_year)
    return _("your newest figures.") if saying.shown else _("your own figures.")


def weeks_not_shown(lines: Sequence[WithheldLine], this_year: int) -> str:
    spans = dict.fromkeys(
        words.weeks_text(line.from_week, line.to_week, this_year) for line in lines
    )
    return _("the answers from %(weeks)s.") % {"weeks": words.joined(spans)}


def questions_not_shown(lines: Sequence[WithheldLine], texts: Mapping[str, str]) -> str:
    """A question may be withheld for some weeks and shown for others."""
    named = list(dict.fromkeys(line.question or "" for line in lines))
    if len(named) > words.NAMED:
        return _("the newest answers to %(number)s of the questions.") % {"number": len(named)}
    quoted = (_("“%(statement)s”") % {"statement": texts[key]} for key in named)
    return _("the newest answers to %(questions)s.") % {"questions": words.joined(quoted)}
