"""Log in to complain: there and back, at the login provider of those who are served [S1]."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from medverk.complaints import citizens
from medverk.complaints.forms import ComplaintForm
from medverk.complaints.views.public import show
from medverk.people import oidc
from medverk.people.requests import VisitorRequest

_ATTEMPT, _OFFICE = "citizen_login", "citizen_office"


@never_cache
@require_GET
def log_in(request: VisitorRequest) -> HttpResponse:
    """To the provider; the first cookie is set here, since it is needed on the way back."""
    client = citizens.client()
    if client is None:
        raise Http404
    attempt = oidc.new_attempt()
    try:
        address = oidc.authorization_url(client, attempt)
    except oidc.ProviderDownError:
        return show(request, ComplaintForm(), HTTPStatus.SERVICE_UNAVAILABLE, notice="login")
    request.session[_ATTEMPT] = attempt.as_dict()
    request.session[_OFFICE] = request.GET.get("office", "")[:9]
    return redirect(address)


@never_cache
@require_GET
def callback(request: VisitorRequest) -> HttpResponse:
    """The provider sends the browser back here with a code, once."""
    client, begun = citizens.client(), request.session.pop(_ATTEMPT, None)
    if client is None:
        raise Http404
    if begun is None or "error" in request.GET:
        return show(request, ComplaintForm(), HTTPStatus.BAD_REQUEST, notice="login")
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    claim = settings.ENVIRONMENT.get("MEDVERK_CITIZEN_OIDC_CLAIM", "sub")
    try:
        identity = oidc.finish(client, oidc.Attempt(**begun), state=state, code=code, claim=claim)
    except (oidc.LoginRefusedError, oidc.ProviderDownError):
        return show(request, ComplaintForm(), HTTPStatus.BAD_REQUEST, notice="login")
    office = request.session.pop(_OFFICE, "")
    citizens.remember(request, identity, request.now)
    about = f"?{urlencode({'office': office})}" if office else ""
    return redirect(reverse("complain") + about)
