"""An administrator's page: which systems may report encounters."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from medverk.invitations.clients import make_client, revoke_client
from medverk.invitations.models import ApiClient
from medverk.people.choosing import choose_unit
from medverk.people.models import Unit, UnitStatus
from medverk.people.requests import PersonRequest


class ClientForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("The system, such as: the county's calendar")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.exclude(status=UnitStatus.CLOSED), label=_("Unit"), widget=forms.HiddenInput
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if ApiClient.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a connection with this name. Choose another."))
        return name


@never_cache
def api_clients(request: PersonRequest) -> HttpResponse:
    """All connections, and the form for a new one. Its token is shown in this answer only."""
    choice = choose_unit(request, Unit.objects.exclude(status=UnitStatus.CLOSED))
    form = ClientForm(request.POST or None, initial={"unit": choice.unit})
    made = None
    if request.method == "POST" and form.is_valid():
        made = make_client(**form.cleaned_data, by=request.person, now=request.now)
    clients = ApiClient.objects.select_related("unit").order_by("-active", "name")
    context = {"form": form, "choice": choice, "clients": clients, "made": made}
    return render(request, "invitations/api_clients.html", context)


@require_POST
def revoke_api_client(request: PersonRequest, client: int) -> HttpResponse:
    """The token opens nothing any more."""
    found = get_object_or_404(ApiClient.objects.select_related("unit"), pk=client)
    revoke_client(client=found, by=request.person, now=request.now)
    messages.success(request, gettext("The connection is closed."))
    return redirect("api_clients")
