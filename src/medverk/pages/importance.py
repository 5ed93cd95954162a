"""Importance × performance of a page: each theme's tie to the rest, from open figures only."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverk.charts.picture import Picture
from medverk.charts.quadrant import Placed, quadrant
from medverk.pages.reading import counted
from medverk.releases.queries import Results
from medverk.rules.statistics.importance import find_tie
from medverk.rules.statistics.intervals import Estimate, estimate_share
from medverk.rules.weeks import Week
from medverk.surveys.content import Better, Content, Question, Theme

Means = Mapping[str, float]
OVERALL: Mapping[str, str] = {"trust": "satisfaction"}
"""The question that is the overall judgement, where a questionnaire has one; else it is the mean of
all other themes, so that no theme is compared with itself."""


def importance_of(asked: Content | None, results: Results, longer: Results) -> Picture | None:
    """How themes stand in the page's period, and their ties over a longer one; None where there
    are fewer than two themes with figures."""
    if asked is None:
        return None
    overall = OVERALL.get(asked.key)
    themes = [
        (theme, questions)
        for theme, questions in asked.by_theme()
        if overall not in {question.key for question in questions}
        and any(has_answers(results, question) for question in questions)
    ]
    if len(themes) < 2:
        return None
    blocks = means_by_block(longer, asked)
    placed = [place(theme, questions, asked, results, blocks) for theme, questions in themes]
    return quadrant(placed, name="importance", title=_("What goes together with the whole"))


def has_answers(results: Results, question: Question) -> bool:
    found = results.questions.get(question.key)
    return found is not None and found.total.answered > 0


def means_by_block(results: Results, asked: Content) -> list[Means]:
    """The mean of each question in each publication in which all have a figure, as a part of the
    scale, the good end up."""
    blocks: dict[Week, dict[str, float]] = {}
    for question in asked.questions:
        found = results.questions.get(question.key)
        for line in found.lines if found else ():
            if line.mean is not None:
                part = (line.mean - 1) / (len(line.counts) - 1)
                good = part if question.better is Better.HIGH else 1 - part
                blocks.setdefault(line.to_week, {})[question.key] = good
    return [means for _week, means in sorted(blocks.items()) if len(means) == len(asked.questions)]


def place(
    theme: Theme,
    questions: Sequence[Question],
    asked: Content,
    results: Results,
    blocks: Sequence[Means],
) -> Placed:
    """A theme's tie to the overall judgement, and the share who agree over the whole time."""
    keys = {question.key for question in questions}
    overall = OVERALL.get(asked.key)
    rest = [overall] if overall else [q.key for q in asked.questions if q.key not in keys]
    tie = find_tie(
        [fmean(means[key] for key in keys) for means in blocks],
        [fmean(means[key] for key in rest) for means in blocks],
    )
    stands = estimate_theme(questions, asked, results)
    return Placed(theme.title[get_language() or "nb"], tie, stands)


def estimate_theme(questions: Sequence[Question], asked: Content, results: Results) -> Estimate:
    """The share who agree, over the theme's questions. As uncertain as one question: those who
    answer several are not several people."""
    shown = [q for q in questions if has_answers(results, q)]
    totals = [(results.questions[q.key].total, asked.scale_of(q)) for q in shown]
    chosen = fmean(counted(figures, scale) for figures, scale in totals)
    answered = fmean(figures.answered for figures, _scale in totals)
    return estimate_share(round(chosen), round(answered))
