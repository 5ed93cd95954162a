"""Why an encounter is not taken, as codes and as words that say what to do."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Stable codes: clients of the API may act on them."""

    UNKNOWN_OFFICE = "unknown_office"
    AMBIGUOUS_OFFICE = "ambiguous_office"
    UNKNOWN_COUNSELLOR = "unknown_counsellor"
    UNKNOWN_QUESTIONNAIRE = "unknown_questionnaire"
    UNKNOWN_KIND = "unknown_kind"
    LANGUAGE_NOT_OFFERED = "language_not_offered"
    NO_CONTACT = "no_contact"
    TWO_CONTACTS = "two_contacts"
    NO_PHONE = "no_phone"
    NO_MOBILE = "no_mobile"
    NO_EMAIL = "no_email"


WORDS: dict[Reason, Promise] = {
    Reason.UNKNOWN_OFFICE: _("There is no open office with this number among yours."),
    Reason.AMBIGUOUS_OFFICE: _("Several units have this number. Give the unit's type too."),
    Reason.UNKNOWN_COUNSELLOR: _("Nobody with this ident works at the office today."),
    Reason.UNKNOWN_QUESTIONNAIRE: _("No such questionnaire is in use here."),
    Reason.UNKNOWN_KIND: _("The questionnaire does not know this kind of conversation."),
    Reason.LANGUAGE_NOT_OFFERED: _("The questionnaire is not offered in this language."),
    Reason.NO_CONTACT: _("Give a mobile number or an e-mail address."),
    Reason.TWO_CONTACTS: _("Give a mobile number or an e-mail address, not both."),
    Reason.NO_PHONE: _("Write a mobile number with eight digits, or + and the country code."),
    Reason.NO_MOBILE: _("This number cannot get text messages. Write a mobile number."),
    Reason.NO_EMAIL: _("Write a whole e-mail address, such as name@example.org."),
}


def explain(reason: Reason) -> str:
    """The reason as a sentence in the language of the page."""
    return str(WORDS[reason])
