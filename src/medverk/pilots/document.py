"""The evaluation as a PDF: accessible, the same for the same content, safe from its own text.

Words and numbers reach the page as JSON, never as markup: what staff write cannot become Typst.
"""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverk.pilots.evaluation import Answered, Evaluation
from medverk.pilots.forms import AnswerForm, in_language
from medverk.pilots.models import StaffAnswer, Verdict
from medverk.pilots.sentences import lead_sentence, say_share
from medverk.pilots.words import DECISIONS, VERDICTS
from medverk.releases.reasons import short
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.pilots import Decision

TEMPLATE = Path(__file__).with_name("evaluation.typ")


def evaluation_pdf(evaluation: Evaluation) -> bytes:
    """PDF/UA-1 in the language of the page; the same bytes for the same evaluation."""
    return typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(document_data(evaluation), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(moment_of(evaluation).timestamp()),
    )


def moment_of(evaluation: Evaluation) -> datetime:
    """The document's own date: the decision, or the pilot's last day while there is none."""
    pilot = evaluation.pilot
    return pilot.decided_at or datetime.combine(pilot.ends_on, time(), UTC)


def document_data(evaluation: Evaluation) -> dict[str, Any]:
    """All words and numbers of the document, as plain data."""
    pilot = evaluation.pilot
    return {
        "lang": get_language() or "nb",
        "title": pilot.name,
        "above": _("Evaluation of a pilot in %(county)s") % {"county": pilot.county.name},
        "lead": lead_sentence(evaluation),
        "facts": facts(evaluation),
        "offices": offices(evaluation),
        "questions": {
            "title": _("What users answered"),
            "none": _("No answers are published."),
            "table": [_("Answer"), _("How many")],
            "rows": [question(each) for each in evaluation.questions],
        },
        "opinions": opinions(evaluation),
        "decision": decision(evaluation),
    }


def facts(evaluation: Evaluation) -> list[list[str]]:
    pilot, progress, rate = evaluation.pilot, evaluation.progress, evaluation.response_rate
    rows = [
        [_("Period"), f"{day(pilot.begins_on)} – {day(pilot.ends_on)}"],
        [_("Invited"), str(progress.invited)],
        [_("Published answers"), str(progress.answered)],
    ]
    return [*rows, [_("Response rate"), say_share(rate)]] if rate else rows


def offices(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "title": _("The offices"),
        "head": [_("Office"), _("Invited"), _("Published answers")],
        "rows": [
            [place.office.name, str(place.invited), say_answered(place.answered, place.waits)]
            for place in evaluation.progress.offices
        ],
    }


def say_answered(answered: int | None, waits: Reason | None) -> str:
    """A number, or why there is none [disclosure G6]."""
    if answered is not None:
        return number_format(answered)
    return str(short(waits)) if waits else _("nothing yet")


def question(answered: Answered) -> dict[str, Any]:
    return {
        "text": in_language(answered.text),
        "agree": _("%(share)s are positive") % {"share": say_share(answered.agree)},
        "shares": [list(share) for share in answered.shares],
        "answered": answered.answered,
    }


def opinions(evaluation: Evaluation) -> dict[str, Any]:
    gathered = evaluation.opinions
    questions = {name: str(field.label) for name, field in AnswerForm.base_fields.items()}
    return {
        "title": _("What staff said"),
        "none": _("Nobody has answered."),
        "head": [_("Question"), *(str(VERDICTS[verdict]) for verdict in Verdict)],
        "counts": [
            [questions[name], *(str(counted[verdict]) for verdict in Verdict)]
            for name, counted in (("worked", gathered.worked), ("usable", gathered.usable))
        ],
        "answers": [opinion(answer, questions) for answer in gathered.answers],
    }


def opinion(answer: StaffAnswer, questions: dict[str, str]) -> dict[str, Any]:
    who = _("leader") if answer.is_leader else _("counsellor")
    said = [(questions[name], getattr(answer, name)) for name in ("good", "bad", "more")]
    return {
        "who": f"{answer.office.name}, {who}",
        "said": [list(pair) for pair in said if pair[1]],
    }


def decision(evaluation: Evaluation) -> dict[str, str]:
    pilot = evaluation.pilot
    if not pilot.decided_at:
        return {"title": _("The decision"), "what": _("Not decided yet."), "why": "", "when": ""}
    return {
        "title": _("The decision"),
        "what": str(DECISIONS[Decision(pilot.decision)]),
        "why": pilot.reason,
        "when": day(timezone.localdate(pilot.decided_at)),
    }


def day(value: Any) -> str:
    return date_format(value, "DATE_FORMAT")
