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


def notes_of(
    withheld: Iterable[WithheldLine], texts: Mapping[str, str], policy: Policy, this_year: int
) -> tuple[Note, ...]:
    """texts: of the questions, by key; what belongs to a question no longer asked is left out."""
    groups: dict[tuple[Reason, bool, bool], list[WithheldLine]] = defaultdict(list)
    for line in withheld:
        if line.question is None or line.question in texts:
            groups[line.reason, line.question is None, line.for_good].append(line)
    return tuple(
        note(reason, whole_weeks, lines, texts, policy, this_year)
        for (reason, whole_weeks, _for_good), lines in groups.items()
    )


def note(
    reason: Reason,
    whole_weeks: bool,
    lines: Sequence[WithheldLine],
    texts: Mapping[str, str],
    policy: Policy,
    this_year: int,
) -> Note:
    explanation = explain(reason, policy=policy, for_good=lines[0].for_good)
    what = weeks_not_shown(lines, this_year) if whole_weeks else questions_not_shown(lines, texts)
    return Note(what, explanation.why, explanation.instead)


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
