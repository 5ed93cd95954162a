"""How an item has gone over the half-years, as a picture with its sentence and its numbers."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from medverk.charts.control import control_chart
from medverk.charts.picture import Column, Picture
from medverk.reviews.results import ItemCourse, ItemPoint
from medverk.reviews.sentences import say_half_year, say_share
from medverk.reviews.words import CHANGES
from medverk.rules.statistics.charts import Measurement, Plan, draw_chart
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.statistics.limits import FEWEST_POINTS

Shown = Sequence[tuple[ItemPoint, Estimate]]


def picture_course(course: ItemCourse) -> Picture | None:
    """None while no half-year has a share. The chart's own sentence from 13 half-years on; before
    that there are no limits, and the shares with Wilson's intervals say what can be said."""
    shown = [(point, point.share) for point in course.points if point.share]
    if not shown:
        return None
    picture = draw_course(course, shown)
    if len(shown) >= FEWEST_POINTS:
        return picture
    return replace(picture, sentence=f"{newest(shown)} {CHANGES[course.change]}")


def draw_course(course: ItemCourse, shown: Shown) -> Picture:
    measured = [Measurement(point.half_year.last_day(), share.value) for point, share in shown]
    return control_chart(
        draw_chart(measured, Plan()),
        name=f"course-{course.item.key}",
        title=str(course.item.text),
        labels=[say_half_year(point.half_year) for point, _share in shown],
        beside=(
            (Column(_("Yes"), True), [str(point.chosen) for point, _share in shown]),
            (Column(_("Relevant cases"), True), [str(point.relevant) for point, _share in shown]),
            (Column(_("With its uncertainty")), [say_share(share) for _point, share in shown]),
        ),
    )


def newest(shown: Shown) -> str:
    point, share = shown[-1]
    words = _("Yes in %(share)s in %(half)s.")
    return words % {"share": say_share(share), "half": say_half_year(point.half_year)}
