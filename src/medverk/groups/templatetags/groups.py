"""A group's bar, and the words beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.distribution import colour_steps, distribution, swatch
from medverk.groups import words as words_of_groups
from medverk.groups.reading import GroupLine, QuestionGroups, TableReading
from medverk.pages import words

register = template.Library()


@register.simple_tag
def group_bar(line: GroupLine, question: QuestionGroups, name: str) -> SafeString:
    """How the group's answers are spread. name: unique on the page."""
    answers = question.answers
    spoken = ", ".join(
        f"{label}: {words.percent(count / line.answered)}"
        for label, count in zip(answers.labels, line.counts, strict=True)
    )
    return distribution(
        line.counts,
        answers.counts_from,
        name=name,
        title=_("How the answers are spread: %(group)s") % {"group": line.label},
        description=spoken,
    )


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One answer in the key above the bars."""

    swatch: SafeString
    label: str


@register.filter
def answer_key(question: QuestionGroups) -> list[KeyLine]:
    """The answers with their colours, in the order of the bars."""
    labels = question.answers.labels
    steps = colour_steps(len(labels))
    return [KeyLine(swatch(step), label) for step, label in zip(steps, labels, strict=True)]


@register.filter
def share_text(line: GroupLine) -> str:
    return words.percent(line.share.value)


@register.filter
def between_text(line: GroupLine) -> str:
    return words.between(line.share)


@register.filter
def verb_text(question: QuestionGroups) -> str:
    return words.verb(question.answers)


@register.filter
def behind_text(table: TableReading, everybody: int) -> str:
    """How much of all the groups rest on. everybody: answers behind the unit's results."""
    return words_of_groups.behind(table.names, table.behind or 0, everybody)


@register.filter
def titled(titles: Mapping[str, str], key: str) -> str:
    return titles[key]
