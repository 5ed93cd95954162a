"""The council's report as a PDF: accessible, and the same bytes for the same report [S2].

Words and numbers reach the page as JSON, never as markup: what people write cannot become Typst.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverk.complaints.models import YearReport
from medverk.complaints.saying import say

TEMPLATE = Path(__file__).with_name("report.typ")


def report_pdf(report: YearReport) -> bytes:
    """PDF/UA-1 in the language of the page."""
    return typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(document_data(report), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(report.made_at.timestamp()),
    )


def document_data(report: YearReport) -> dict[str, Any]:
    """All words and numbers of the document, as plain data."""
    said = asdict(say(report))
    return {
        **said,
        "lang": get_language() or "nb",
        "above": report.unit.name,
        "head": [_("Group"), _("Complaints"), _("Part")],
        "lessons_title": _("What we learnt"),
        "lessons_head": [_("Cause"), _("What we do about it")],
        "left_out_title": _("Not shown, since it would be about too few"),
        "about_title": _("About the numbers"),
    }
