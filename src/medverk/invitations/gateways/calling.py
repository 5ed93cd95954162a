"""One HTTP call with a deadline, and what its end says about the message."""

import ssl
import time
from collections.abc import Mapping
from functools import lru_cache

import httpx

from medverk.rules.invitations.messages import Outcome, read_status

_LONGEST_ANSWER = 65_536

# The request has not left us, or nobody took it.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    httpx.ProxyError,
)


def post(
    url: str, *, headers: Mapping[str, str], body: Mapping[str, object], seconds: float
) -> Outcome:
    """POST JSON and judge the end. seconds: for the whole call, however slowly it drips."""
    ends = time.monotonic() + seconds
    try:
        with (
            httpx.Client(timeout=seconds, verify=trusted(), follow_redirects=False) as client,
            client.stream("POST", url, headers=dict(headers), json=body) as answer,
        ):
            read_to_the_end(answer, ends)
            return read_status(answer.status_code)
    except _NEVER_LEFT:
        return Outcome.NOT_SENT
    except (httpx.HTTPError, TooMuchError):
        return Outcome.UNKNOWN


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """The machine's own certificates, read once."""
    return ssl.create_default_context()


class TooMuchError(Exception):
    """The answer takes too long or is too big to be one."""


def read_to_the_end(answer: httpx.Response, ends: float) -> None:
    """An answer that breaks off is no answer. Raises TooMuchError after the deadline."""
    length = 0
    for chunk in answer.iter_raw():
        length += len(chunk)
        if length > _LONGEST_ANSWER or time.monotonic() > ends:
            raise TooMuchError
