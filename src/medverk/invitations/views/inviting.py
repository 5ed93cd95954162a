"""The counsellor's pages: invite by message, print a slip, make a code for an interview [F2, F10].

A token is shown once, in the answer to a POST that nobody may store. It never stands in a session,
and never in an address of our own pages.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from medverk.invitations.actions import Encounter, invite_all
from medverk.invitations.contacts import Contact
from medverk.invitations.forms import ConversationForm, InviteForm, SlipForm
from medverk.invitations.models import Channel
from medverk.invitations.periods import periods
from medverk.invitations.queries import taken_this_week
from medverk.invitations.slips import Slip, make_slip
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest

REMEMBERED = "last_conversation"


@never_cache
def invite(request: PersonRequest, unit: Unit) -> HttpResponse:
    """One short form; after it the same page again, ready for the next."""
    form = filled(InviteForm, request, unit)
    if request.method == "POST" and form.is_valid():
        make(request, unit, form, form.cleaned_data["contact"])
        messages.success(request, gettext("Invitation taken. Next?"))
        return redirect("invite", unit=unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "taken": taken_this_week(request.person, unit, request.now),
        "wants_reminder": request.person.wants_reminder,
        "periods": periods(),
    }
    return render(request, "invitations/invite.html", context)


@never_cache
def slip_sheet(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Slips on paper, with a square code and a code to type."""
    form = filled(SlipForm, request, unit)
    if request.method == "POST" and form.is_valid():
        count = form.cleaned_data["count"]
        tokens = [token for token in make(request, unit, form, None, count) if token]
        slips: list[Slip] = [
            make_slip(token, form.cleaned_data["language"], request.now) for token in tokens
        ]
        return render(request, "invitations/slips.html", {"slips": slips, "unit": unit})
    return render(request, "invitations/slip_form.html", {"form": form, "unit": unit})


@never_cache
def interview_code(request: PersonRequest, unit: Unit) -> HttpResponse:
    """A code for somebody who speaks the language and rings the person up."""
    form = filled(ConversationForm, request, unit)
    context = {"form": form, "unit": unit, "days": periods().expire_after_days}
    if request.method == "POST" and form.is_valid():
        context["code"] = make(request, unit, form, None, channel=Channel.INTERVIEW)[0]
        context["address"] = settings.ENVIRONMENT.address + reverse(
            "interview_page", args=[unit.pk]
        )
        return render(request, "invitations/interview_code.html", context)
    return render(request, "invitations/interview_form.html", context)


def filled(
    make_form: Callable[..., ConversationForm], request: PersonRequest, unit: Unit
) -> ConversationForm:
    """The form as sent, or with the latest language and kind of this session chosen."""
    return make_form(
        request.POST or None,
        unit=unit,
        now=request.now,
        initial=request.session.get(REMEMBERED, {}),
    )


def make(
    request: PersonRequest,
    unit: Unit,
    form: ConversationForm,
    contact: Contact | None,
    count: int = 1,
    channel: Channel = Channel.SLIP,
) -> list[str | None]:
    """Ask, and remember what was chosen; the tokens of what is handed over."""
    given = form.cleaned_data
    request.session[REMEMBERED] = {"language": given["language"], "kind": given["kind"].value}
    encounter = Encounter(
        office=unit,
        counsellor=request.person,
        version=given["kind"].version,
        language=given["language"],
        kind=given["kind"].key,
        channel=contact.channel if contact else channel,
        contact=contact,
    )
    invited = invite_all(encounters=[encounter] * count, by=request.person, now=request.now)
    return [one.token for one in invited]
