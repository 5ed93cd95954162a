"""Logs are one JSON object a line and hold nothing about people [disclosure G3].

Messages are written by us as constants; arguments go in `extra={"fields": {...}}` and are kept
only when their name is in `SAFE_FIELDS`. A traceback keeps files, lines and the kind of the
exception, never its text: an exception's text may quote what a person wrote.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

SAFE_FIELDS = frozenset(
    {"office", "unit", "count", "seconds", "state", "task", "week", "release", "status", "kind"}
)
OUR_ROOM = "medverk"


class JsonFormatter(logging.Formatter):
    """Formats a record as a line of JSON without arguments that could name a person."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage() if record.name.startswith(OUR_ROOM) else str(record.msg),
        }
        fields = getattr(record, "fields", {})
        line |= {name: value for name, value in fields.items() if name in SAFE_FIELDS}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["where"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def places(error: BaseException) -> list[str]:
    """File and line of each step to the error, without values."""
    steps = traceback.extract_tb(error.__traceback__)
    return [f"{step.filename.rsplit('/', 2)[-1]}:{step.lineno} {step.name}" for step in steps[-8:]]
