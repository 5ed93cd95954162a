"""One's own choice of the monthly letter, and the ways to end it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from medverk.experiences import subscribing
from medverk.experiences.forms import LettersForm
from medverk.experiences.models import Subscription
from medverk.people.requests import PersonRequest, VisitorRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def my_letters(request: PersonRequest) -> HttpResponse:
    """Whether one wants the letter, about what, and where it comes."""
    person = request.person
    known = Subscription.objects.filter(person=person.pk).first()
    initial = {
        "wants": known is not None,
        "themes": known.themes if known else [],
        "address": (known.asked_for or known.address) if known else "",
    }
    sent = request.POST if request.method == "POST" else None  # no box ticked may be nothing sent
    form = LettersForm(sent, initial=initial, now=request.now, has_address=bool(person.email))
    if form.is_valid():
        save(request, form, known.address if known else "")
        return redirect("my_letters")
    context = {"form": form, "subscription": known, "address": address_of(request, known)}
    return render(request, "experiences/my_letters.html", context)


def address_of(request: PersonRequest, known: Subscription | None) -> str:
    """Where letters come now; empty where that is not known yet."""
    return (known.address if known else "") or request.person.email


def save(request: PersonRequest, form: LettersForm, confirmed: str) -> None:
    """confirmed: the address that letters already come to, if it is the person's own choice."""
    person, now, chosen = request.person, request.now, form.cleaned_data
    if not chosen["wants"]:
        subscribing.unsubscribe(person=person, now=now)
        messages.success(request, _("You get no monthly letter."))
        return
    subscribing.subscribe(by=person, themes=chosen["themes"], now=now)
    address = chosen.get("address", "")
    if not address or address == confirmed:
        messages.success(request, _("Saved. The next letter comes in the first days of a month."))
    elif subscribing.ask_to_confirm(by=person, address=address, now=now):
        messages.success(request, _("Open the link that we have sent you, to confirm the address."))
    else:
        messages.warning(request, _("A link was just sent. Wait ten minutes for another."))


@form_page
def confirm_address(request: PersonRequest, token: str) -> HttpResponse:
    """The link in the e-mail leads here; a button confirms, since mail programs open links too."""
    if request.method == "POST":
        if subscribing.confirm(by=request.person, token=token, now=request.now):
            messages.success(request, _("Thank you. Letters come to this address from now on."))
        else:
            messages.warning(request, _("The link is too old or has been used. Ask for another."))
        return redirect("my_letters")
    return render(request, "experiences/confirm_address.html")


@csrf_exempt  # the mail program posts here by itself, without a session [RFC 8058]
@form_page
def stop_letters(request: VisitorRequest, token: str) -> HttpResponse:
    """Ends somebody's letters without logging in. Opening the link changes nothing; a post does."""
    person = subscribing.whose(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        subscribing.unsubscribe(person=person, now=request.now)
    return render(request, "experiences/stop_letters.html", {"stopped": request.method == "POST"})
