"""What those who work there call each questionnaire; the person who answers sees its own title."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, str | Promise] = {
    "conversation": _("After a conversation"),
    "employer": _("After a conversation with an employer"),
    "trust": _("Satisfaction, trust and respect"),
    "call": _("After a call to the contact centre"),
}


def name_of(key: str) -> str:
    """The name in the language of the page; a key that has no name is shown as it is."""
    return str(NAMES.get(key, key))
