"""Someone who speaks the language asks by telephone, and types the answers [F10].

The interviewer is logged in; the questions, the promises and what is stored are the same as on the
answer page.
"""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from medverk.intake import actions
from medverk.intake.codes import code_form
from medverk.intake.messages import message_page
from medverk.intake.sheets import Layout, SheetKey
from medverk.intake.showing import FALLBACK, language_for, words_for
from medverk.intake.views import read_or_show, show_filled
from medverk.invitations.queries import OpenInvitation, open_invitation
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.surveys.catalogue import complete_words
from medverk.surveys.languages import COMPLETE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_page(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Type the code, read the questions aloud, and send the answers."""
    fields = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    csrf = {"csrfmiddlewaretoken": get_token(request)}
    if request.method != "POST" or "_code" not in fields:
        return ask_for_code(request, fields, csrf, wrong=False)
    invitation = open_invitation(fields["_code"], request.now)
    if invitation is None or invitation.office_id != unit.pk:
        return ask_for_code(request, fields, csrf, wrong=True)
    hidden = csrf | {"_code": fields["_code"]}
    shown = fields.get("_show") or fields.get("_in") or invitation.language
    language = language_for(invitation.version_id, shown, request.now)
    key = SheetKey(invitation.version_id, language, Layout.INTERVIEW)
    if fields.get("_do") != "send":
        return show_filled(key, invitation.office_name, fields, request.now, hidden)
    return receive(request, unit, invitation, key, fields, hidden)


def ask_for_code(
    request: PersonRequest, fields: dict[str, str], csrf: dict[str, str], *, wrong: bool
) -> HttpResponse:
    """The interviewer's own language here; the questions come in that of the invitation."""
    chosen = fields.get("_show") or fields.get("_in") or get_language() or FALLBACK
    language = chosen if chosen in COMPLETE else FALLBACK
    interview = complete_words(language).interview
    wrong = wrong and "_show" not in fields
    return code_form(
        language, fields, wrong=wrong, title=interview.title, lead=interview.note, hidden=csrf
    )


def receive(
    request: PersonRequest,
    unit: Unit,
    invitation: OpenInvitation,
    key: SheetKey,
    fields: dict[str, str],
    hidden: dict[str, str],
) -> HttpResponse:
    given = read_or_show(key, invitation.office_name, fields, request.now, hidden)
    if isinstance(given, HttpResponse):
        return given
    spent = actions.answer(
        token=fields["_code"], given=given, now=request.now, office=unit.pk, channel="interview"
    )
    if spent is None:
        return ask_for_code(request, fields, hidden, wrong=True)
    words = words_for(key.language, request.now)
    return message_page(key.language, words.thanks.title, [words.thanks.next])
