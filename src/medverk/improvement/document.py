"""A sheet as a PDF: accessible, the same for the same content, safe from its own text.

Words reach the page as JSON, never as markup: what people write cannot become Typst.
"""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst
from django.utils.timezone import localdate
from django.utils.translation import get_language

from medverk.improvement.sheets import Sheet, written_on

TEMPLATE = Path(__file__).with_name("sheet.typ")


def sheet_pdf(sheet: Sheet) -> bytes:
    """PDF/UA-1 in the language of the page; the same bytes for the same sheet on the same day."""
    midnight = datetime.combine(localdate(sheet.day), time(), UTC)
    return typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(document_data(sheet), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(midnight.timestamp()),
    )


def document_data(sheet: Sheet) -> dict[str, Any]:
    return {
        "lang": get_language() or "nb",
        "title": sheet.title,
        "above": f"{sheet.unit} · {written_on(sheet)}",
        "lead": sheet.lead,
        "sections": [
            {
                "title": section.title,
                "empty": section.empty,
                "items": [
                    {"heading": item.heading, "lines": list(item.lines)} for item in section.items
                ],
            }
            for section in sheet.sections
        ],
    }
