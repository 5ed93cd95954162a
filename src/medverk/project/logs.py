"""Logs are one JSON object a line and hold nothing about people [disclosure G3].

Our own messages are constants; what varies goes in `extra={"fields": {...}}`, and is kept only when
its name is in `SAFE_FIELDS` and its value is a number, a code, a week or an id. Messages of
libraries are kept as they were before values were put in, or else left out. A traceback keeps
files, lines and the kind of the exception, never its text, which may quote what a person wrote.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

SAFE_FIELDS = frozenset(
    {"office", "unit", "count", "seconds", "state", "task", "week", "release", "status", "kind"}
)
SAFE_TEXT = re.compile(
    r"[A-Za-z][A-Za-z_.:-]{0,60}"  # a code or the name of a task
    r"|\d{4}-W\d{2}"  # a week
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # an id made at random
)
LARGEST_NUMBER = 9_999_999  # a telephone number has more digits
OURS = "medverk."


class JsonFormatter(logging.Formatter):
    """Formats a record as a line of JSON without anything that could name a person."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "place": f"{record.module}:{record.lineno}",
            "message": constant_part(record),
        }
        fields = getattr(record, "fields", {})
        line |= {name: value for name, value in fields.items() if is_safe(name, value)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["where"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def constant_part(record: logging.LogRecord) -> str:
    """What the programmer wrote, before values were put in. A library's message without values may
    have them in it already: it is left out, and `place` leads to it."""
    if record.name.startswith(OURS) or (record.args and isinstance(record.msg, str)):
        return str(record.msg)
    return "(left out)"


def is_safe(name: str, value: object) -> bool:
    if name not in SAFE_FIELDS:
        return False
    if isinstance(value, int | float):
        return abs(value) <= LARGEST_NUMBER
    return isinstance(value, str) and SAFE_TEXT.fullmatch(value) is not None


def places(error: BaseException) -> list[str]:
    """File and line of each step to the error, without values."""
    steps = traceback.extract_tb(error.__traceback__)
    return [f"{step.filename.rsplit('/', 2)[-1]}:{step.lineno} {step.name}" for step in steps[-8:]]
