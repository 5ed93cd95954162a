"""A person's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override

from medverk.people import actions
from medverk.people.access import Action, Role
from medverk.people.emails import actions_of, kinds_for
from medverk.people.forms import EmailsForm, SettingsForm
from medverk.people.models import EmailTurnedOff
from medverk.people.requests import PersonRequest
from medverk.people.views.login import remember_language


def settings(request: PersonRequest) -> HttpResponse:
    """Language, and whether and when one wants to be reminded [F2]."""
    person = request.person
    form = SettingsForm(
        request.POST or None,
        initial={
            "language": person.language,
            "wants_reminder": person.wants_reminder,
            "reminder_hour": person.reminder_hour,
        },
    )
    if request.method == "POST" and form.is_valid():
        actions.change_settings(by=person, now=request.now, **form.cleaned_data)
        chosen = form.cleaned_data["language"]
        with override(chosen):
            messages.success(request, gettext("Your settings are saved."))
        return remember_language(redirect("my_settings"), chosen)
    return render(request, "people/settings.html", {"form": form})


def emails(request: PersonRequest) -> HttpResponse:
    """Which e-mails one wants, of those that one's roles bring."""
    person, kinds = request.person, kinds_for(request.standings)
    off = set(EmailTurnedOff.objects.filter(person=person).values_list("kind", flat=True))
    form = EmailsForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        initial={kind.value: kind.value not in off for kind in kinds},
    )
    if form.is_valid():
        actions.choose_emails(by=person, offered=kinds, wanted=form.wanted(), now=request.now)
        messages.success(request, gettext("Your choice is saved."))
        return redirect("my_emails")
    may = actions_of(request.standings)
    context = {
        "form": form,
        "kinds": kinds,
        "address": person.email,
        "answers_complaints": Action.HANDLE_COMPLAINTS in may,
        "invites": any(each.role is Role.COUNSELLOR for each in request.standings),
        "learns": Action.SEE_EXPERIENCES in may,
    }
    return render(request, "people/emails.html", context)
