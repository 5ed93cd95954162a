"""Forms of this room."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """What a person may choose for themselves."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)
    wants_reminder = forms.BooleanField(
        label=_("Remind me by e-mail on days when I have not invited anyone"),
        help_text=_("Sent after the day’s last conversation, once at most."),
        required=False,
    )
