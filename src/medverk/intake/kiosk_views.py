"""The office's tablet: a counsellor opens it, people answer one after the other [F10]."""

from collections.abc import Mapping
from http import HTTPStatus

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from medverk.intake.kiosk import (
    OpenKiosk,
    answer_at_kiosk,
    find_kiosk,
    form_number,
    forms_a_day,
    hand_out_form,
    open_kiosk,
)
from medverk.intake.messages import gone_page, page
from medverk.intake.reading import read_form
from medverk.intake.sheets import Layout, SheetKey
from medverk.intake.showing import language_for, seen_lines, words_for
from medverk.intake.views import read_or_show, show_filled
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest, VisitorRequest
from medverk.surveys.queries import content_in, current_version, offered_languages


class KioskForm(forms.Form):
    """Which questions the tablet asks."""

    questionnaire = forms.ChoiceField(
        label=_("Who will answer?"),
        choices=[
            ("conversation", _("People who have had a conversation here")),
            ("employer", _("Employers who have had a conversation with us")),
            ("trust", _("Everyone who visits the office")),
        ],
        initial="conversation",
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_start(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Make a pass for today, log out on this device, and show the first page."""
    form = KioskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"unit": unit, "form": form, "answers": forms_a_day()}
        return render(request, "intake/kiosk_open.html", context)
    version = current_version(form.cleaned_data["questionnaire"], now=request.now)
    token = open_kiosk(office=unit, version=version, by=request.person, now=request.now)
    request.session.flush()  # people hold this tablet from now on
    page = HttpResponseRedirect(reverse("kiosk_page", args=[token]), status=HTTPStatus.SEE_OTHER)
    page["Clear-Site-Data"] = '"cache", "storage"'  # "back" shows nothing of the counsellor's
    return page


def kiosk_page(request: VisitorRequest, token: str) -> HttpResponse:
    """Begin, the questions, thank you, and the next person; all at one address."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    fields = read_form(request) if request.method == "POST" else {}
    kiosk = find_kiosk(token, request.now)
    if kiosk is None:
        return gone_page(request, fields)
    wanted = fields.get("_show") or fields.get("_in") or kiosk.language
    key = SheetKey(
        kiosk.version_id, language_for(kiosk.version_id, wanted, request.now), Layout.KIOSK
    )
    number = form_number(kiosk, fields.get("_nonce", ""))
    if number is None:
        return begin(request, kiosk, key, fields)
    hidden = {"_nonce": fields["_nonce"]}
    if "_show" in fields:
        return show_filled(key, kiosk.office_name, fields, request.now, hidden)
    given = read_or_show(key, kiosk.office_name, fields, request.now, hidden)
    if isinstance(given, HttpResponse):
        return given
    answer_at_kiosk(kiosk=kiosk, number=number, given=given, now=request.now)
    return thanks(request, kiosk, key)


def begin(
    request: VisitorRequest, kiosk: OpenKiosk, key: SheetKey, fields: Mapping[str, str]
) -> HttpResponse:
    """The first page, or a form with a number of its own, which makes it count once."""
    if fields.get("_do") == "begin" and "_show" not in fields:
        number = hand_out_form(kiosk=kiosk, now=request.now)
        if number is None:
            return gone_page(request, fields)
        return show_filled(key, kiosk.office_name, {}, request.now, {"_nonce": number})
    words = words_for(key.language, request.now)
    return start_page(
        request, kiosk, key, words.kiosk.title, words.kiosk.lead, words.kiosk.begin, thanked=False
    )


def thanks(request: VisitorRequest, kiosk: OpenKiosk, key: SheetKey) -> HttpResponse:
    words = words_for(key.language, request.now).kiosk
    title, text = words.thanks_title, words.thanks_text
    return start_page(request, kiosk, key, title, text, words.next_person, thanked=True)


def start_page(
    request: VisitorRequest,
    kiosk: OpenKiosk,
    key: SheetKey,
    title: str,
    lead: str,
    button: str,
    *,
    thanked: bool,
) -> HttpResponse:
    words = words_for(key.language, request.now)
    content = content_in(key.version_id, key.language, now=request.now)
    html = page(
        "kiosk_start",
        key.language,
        languages=offered_languages(key.version_id, now=request.now),
        words=words,
        title=title,
        lead=lead,
        button=button,
        thanked=thanked,
        seen=seen_lines(content, words.seen),
        for_office=words.page.for_office.format(office=kiosk.office_name),
    )
    return HttpResponse(html)
