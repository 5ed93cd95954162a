"""A person's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override

from medverk.people import actions
from medverk.people.forms import SettingsForm
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
