"""Who logs in to complain: known for one complaint, and forgotten when it is sent [S1].

The session holds the identity sealed, so that a copy of the database tells nobody who was here.
"""

import base64
from binascii import Error as NotBase64
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from medverk.complaints.sealing import SealBrokenError, open_text, seal_text
from medverk.people import oidc
from medverk.people.requests import VisitorRequest

LASTS = timedelta(minutes=30)
_WHO, _WHEN = "citizen", "citizen_since"


def client() -> oidc.Client | None:
    """Who we are at the provider of those who complain; None where there is none."""
    environment = settings.ENVIRONMENT
    issuer = environment.get("MEDVERK_CITIZEN_OIDC_ISSUER")
    if not issuer:
        return None
    return oidc.Client(
        issuer=issuer,
        id=environment.get("MEDVERK_CITIZEN_OIDC_CLIENT_ID"),
        secret=environment.get("MEDVERK_CITIZEN_OIDC_CLIENT_SECRET"),
        callback=environment.address + reverse("complain_login_callback"),
    )


def remember(request: HttpRequest, identity: str, now: datetime) -> None:
    """For half an hour, or until the complaint is sent; the session's key is new."""
    request.session.cycle_key()
    request.session[_WHO] = base64.b64encode(seal_text(identity)).decode("ascii")
    request.session[_WHEN] = now.isoformat(timespec="seconds")


def identity_of(request: VisitorRequest) -> str | None:
    """Who is logged in to complain; None when nobody is, or for too long."""
    sealed = request.session.get(_WHO)
    if sealed is None or request.now - datetime.fromisoformat(request.session[_WHEN]) > LASTS:
        return None
    try:
        return open_text(base64.b64decode(sealed))
    except (SealBrokenError, NotBase64):
        return None


def holder(request: VisitorRequest) -> str:
    """The session that a form belongs to; empty where nobody is logged in to complain."""
    return (request.session.session_key or "") if identity_of(request) else ""


def forget(request: HttpRequest) -> None:
    """The complaint is sent. Whoever works here stays logged in."""
    if _WHO not in request.session:
        return
    if "person" in request.session:
        del request.session[_WHO], request.session[_WHEN]
    else:
        request.session.flush()
