"""Log in, in the demo as a persona and elsewhere at the agency's provider; log out; languages."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from medverk.people import actions, oidc, queries
from medverk.people.middleware import open_session
from medverk.people.models import Person
from medverk.people.requests import VisitorRequest


@never_cache
@require_GET
def login(request: VisitorRequest) -> HttpResponse:
    """The demo shows personas; elsewhere the browser goes to the login provider."""
    if settings.DEMO:
        today = timezone.localdate(request.now)
        return render(request, "people/personas.html", {"groups": queries.personas(today)})
    attempt = oidc.new_attempt()
    try:
        address = oidc.authorization_url(client(), attempt)
    except oidc.ProviderDownError:
        return render(request, "people/login_down.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    request.session["login"] = attempt.as_dict()
    return redirect(address)


@require_POST
def login_as(request: VisitorRequest) -> HttpResponse:
    """Become a persona: in the demo only, and the demo cannot be on in production."""
    if not settings.DEMO:
        raise Http404
    number = request.POST.get("person", "")
    person = Person.objects.filter(active=True, pk=number).first() if number.isdecimal() else None
    if person is None:
        raise Http404
    response = let_in(request, person)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:  # a language chosen on this machine stays
        response.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    return response


@never_cache
@require_GET
def callback(request: VisitorRequest) -> HttpResponse:
    """The provider sends the browser back here with a code, once."""
    begun = request.session.pop("login", None)
    if begun is None or "error" in request.GET:
        return refused(request)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    try:
        subject = oidc.finish(client(), oidc.Attempt(**begun), state=state, code=code)
    except oidc.LoginRefusedError:
        return refused(request)
    except oidc.ProviderDownError:
        return render(request, "people/login_down.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    person = Person.objects.filter(subject=subject, active=True).first()
    if person is None:
        return render(request, "people/login_unknown.html", status=HTTPStatus.FORBIDDEN)
    return let_in(request, person)


def refused(request: VisitorRequest) -> HttpResponse:
    return render(request, "people/login_refused.html", status=HTTPStatus.BAD_REQUEST)


def client() -> oidc.Client:
    environment = settings.ENVIRONMENT
    return oidc.Client(
        issuer=environment.get("MEDVERK_OIDC_ISSUER"),
        id=environment.get("MEDVERK_OIDC_CLIENT_ID"),
        secret=environment.get("MEDVERK_OIDC_CLIENT_SECRET"),
        callback=environment.address + reverse("login_callback"),
    )


def let_in(request: VisitorRequest, person: Person) -> HttpResponse:
    """Open the session, in the person's language, and go where the person was going."""
    following = request.session.get("next", "/")  # written by ourselves only, never from a link
    open_session(request, person, request.now)
    actions.log(by=person, action="logged_in", now=request.now)
    return remember_language(redirect(following), person.language)


@require_POST
def logout(request: VisitorRequest) -> HttpResponse:
    request.session.flush()
    return redirect("logged_out")


@require_GET
def logged_out(request: VisitorRequest) -> HttpResponse:
    return render(request, "people/logged_out.html")


@csrf_exempt  # public pages have no session; another site's form comes without our Lax cookie
@require_POST
def language(request: VisitorRequest) -> HttpResponse:
    """Change the language of the pages, for the person or else for this browser."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    if request.person:
        actions.choose_language(by=request.person, language=chosen, now=request.now)
    following = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(following, allowed_hosts=None)
    return remember_language(redirect(following if ours else "/"), chosen)


def remember_language(response: HttpResponse, chosen: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
    return response
