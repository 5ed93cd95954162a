"""Individual guidance: pages of the two [F7]. Nobody's role opens another's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from medverk.improvement import guiding
from medverk.improvement.forms import GuidanceForm
from medverk.improvement.models import GuidanceRequest
from medverk.improvement.views.asking import form_page, today
from medverk.people.access import Action, allows
from medverk.people.requests import PersonRequest
from medverk.rules.improvement.guidance import GuidanceEvent


@require_GET
def talks(request: PersonRequest) -> HttpResponse:
    """What one has asked for, and been asked for."""
    context = {"talks": guiding.talks_of(request.person), "asks": may_ask(request)}
    return render(request, "improvement/talks.html", context)


@form_page
def ask(request: PersonRequest) -> HttpResponse:
    """A counsellor asks somebody for a talk."""
    guides = guiding.guides_for(request.person, today(request))
    form = GuidanceForm(request.POST or None, guides=guides)
    if form.is_valid():
        given = form.cleaned_data
        guiding.ask_for_guidance(
            guide=given["guide"], about=given["about"], by=request.person, now=request.now
        )
        messages.success(request, _("You have asked. Only the two of you can see it."))
        return redirect("guidance")
    return render(request, "improvement/ask.html", {"form": form})


@require_POST
def move(request: PersonRequest, guidance: UUID, event: GuidanceEvent) -> HttpResponse:
    """Agree, hold or withdraw; for anybody but the two there is nothing here."""
    try:
        guiding.move_guidance(number=guidance, event=event, by=request.person, now=request.now)
    except GuidanceRequest.DoesNotExist:
        raise Http404 from None
    except guiding.NotNowError:
        messages.warning(request, _("It has moved on since you opened the page."))
    return redirect("guidance")


@require_POST
def delete(request: PersonRequest, guidance: UUID) -> HttpResponse:
    """Delete it for both; the same answer whether it was there or not."""
    guiding.delete_guidance(number=guidance, by=request.person, now=request.now)
    messages.success(request, _("It is deleted."))
    return redirect("guidance")


def may_ask(request: PersonRequest) -> bool:
    return allows(request.standings, Action.ASK_FOR_GUIDANCE, None)
