"""Someone who speaks the language asks by telephone, and types the answers [F10].

The interviewer is logged in; the questions, the promises and what is stored are the same as on the
answer page. One interviewer may serve several offices: the page is that of a unit, and takes the
codes of every office in it.
"""

from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from medverk.intake import actions
from medverk.intake.codes import LONGEST_SHOWN
from medverk.intake.messages import message_page
from medverk.intake.sheets import Layout, SheetKey
from medverk.intake.showing import language_for, words_for
from medverk.intake.views import read_or_show, show_filled
from medverk.invitations.queries import open_invitation
from medverk.people.models import Unit
from medverk.people.queries import units_below
from medverk.people.requests import PersonRequest


class CodeForm(forms.Form):
    """The code that the counsellor was given."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_SHOWN,
        help_text=_("Twelve letters and digits. The counsellor gave it to you."),
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def add_prefix(self, field_name: str) -> str:
        """The page of questions sends the code again under the same name."""
        return f"_{field_name}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_page(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Type the code, read the questions aloud, and send the answers."""
    fields = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    csrf = {"csrfmiddlewaretoken": get_token(request)}
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return ask_for_code(request, unit, form)
    code = form.cleaned_data["code"]
    invitation = open_invitation(code, request.now)
    if invitation is None or invitation.office_id not in units_below([unit.pk])[unit.pk]:
        return refuse_code(request, unit, form)
    hidden = csrf | {"_code": code}
    shown = fields.get("_show") or fields.get("_in") or invitation.language
    language = language_for(invitation.version_id, shown, request.now)
    key = SheetKey(invitation.version_id, language, Layout.INTERVIEW)
    if fields.get("_do") != "send":
        return show_filled(key, invitation.office_name, fields, request.now, hidden)
    given = read_or_show(key, invitation.office_name, fields, request.now, hidden)
    if isinstance(given, HttpResponse):
        return given
    spent = actions.answer(
        token=code,
        given=given,
        now=request.now,
        office=invitation.office_id,
        channel="interview",
    )
    if spent is None:
        return refuse_code(request, unit, form)
    return thank(request, unit, key)


def ask_for_code(request: PersonRequest, unit: Unit, form: CodeForm) -> HttpResponse:
    """A page of those who work here, with their menu and in their own language."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "unit": unit}
    return render(request, "intake/interview_start.html", context, status=status)


def refuse_code(request: PersonRequest, unit: Unit, form: CodeForm) -> HttpResponse:
    """The same words for a used, an expired and an unknown code, and for one of elsewhere."""
    form.add_error("code", _("We cannot find this code. Look once more, letter by letter."))
    return ask_for_code(request, unit, form)


def thank(request: PersonRequest, unit: Unit, key: SheetKey) -> HttpResponse:
    """Words for the person on the telephone, and the way to the next interview."""
    words = words_for(key.language, request.now)
    return message_page(
        key.language,
        words.thanks.title,
        [words.thanks.next],
        address=reverse("interview_page", kwargs={"unit": unit.pk}),
        link=words.interview.title,
    )
