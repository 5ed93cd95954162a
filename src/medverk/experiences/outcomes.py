"""How it went for those whose improvements others look at: read from each new verdict [L1]."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from medverk.experiences.models import Experience, Outcome
from medverk.improvement.models import Verdict
from medverk.rules.statistics.aided import Moved, find_aided_change
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.shrunk import Observed
from medverk.rules.statistics.sisters import Around

LOOKED_AT = (
    Q(improvement__experience__isnull=False)
    | Q(improvement__telling__isnull=False)
    | Q(improvement__adopted_from__isnull=False)
)
AT_A_TIME = 50  # a verdict holds all sister units


def weigh_new() -> int:
    """Take over the newest verdicts of all that is shared, told or adopted; how many were new."""
    newest = Verdict.objects.filter(LOOKED_AT).order_by("improvement", "-until", "-at")
    known = newest.distinct("improvement").values("pk")
    unweighed = Q(improvement__outcome=None) | ~Q(improvement__outcome__source=F("pk"))
    fresh = Verdict.objects.filter(unweighed, pk__in=known)
    numbers = list(fresh.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), AT_A_TIME):
        weigh_all(numbers[first : first + AT_A_TIME])
    return len(numbers)


def weigh(improvement_id: int) -> None:
    """The same for one improvement, when somebody shares it or tells of it."""
    newest = Verdict.objects.filter(improvement=improvement_id).order_by("-until", "-at")
    weigh_all(list(newest.values_list("pk", flat=True)[:1]))


def weigh_all(numbers: Iterable[int]) -> None:
    verdicts = Verdict.objects.filter(pk__in=list(numbers)).select_related("improvement")
    with transaction.atomic():
        for verdict in verdicts:
            keep(verdict)


def keep(verdict: Verdict) -> None:
    effect = effect_of(verdict)
    Outcome.objects.update_or_create(
        improvement_id=verdict.improvement_id,
        defaults={
            "verdict": verdict.verdict,
            "why": verdict.why,
            "source": verdict,
            "effect": effect.value if effect else None,
            "error": effect.error if effect else None,
        },
    )
    Experience.objects.filter(improvement=verdict.improvement_id).update(verdict=verdict.verdict)


def effect_of(verdict: Verdict) -> Observed | None:
    """The change beyond sister units, from the numbers that the verdict rests on."""
    numbers = verdict.numbers
    unit = Around(tuple(numbers["before"]), tuple(numbers["after"]))
    sisters = [
        Moved(each["before"], each["after"] - each["before"]) for each in numbers.get("sisters", ())
    ]
    return find_aided_change(unit, sisters, rises=verdict.improvement.expected == Direction.UP)
