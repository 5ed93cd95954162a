"""The codes of a complaint, each with the agency's own where it has one (ecosystem.md)."""

from django.db import models


class Kind(models.TextChoices):
    """What the complaint is about the contact through."""

    TELEPHONE = "telephone"
    OFFICE = "office"
    DIGITAL = "digital"
    LETTER = "letter"
    OTHER = "other"


class Behalf(models.TextChoices):
    """On whose behalf somebody writes."""

    ONESELF = "oneself"
    SOMEBODY = "somebody"
    COMPANY = "company"


class ReplyBy(models.TextChoices):
    """How whoever complains wants the answer."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"


class AnswerChannel(models.TextChoices):
    """How the answer was given."""

    MEETING = "meeting"
    TELEPHONE = "telephone"
    SECURE_MESSAGE = "secure_message"
    LETTER = "letter"
    EMAIL = "email"
    NOT_NEEDED = "not_needed"


class Elsewhere(models.TextChoices):
    """Where what is no service complaint belongs [S4]."""

    APPEAL = "appeal"  # a formal appeal of a decision
    MUNICIPALITY = "municipality"
    OTHER_AGENCY = "other_agency"
    NO_AUTHORITY = "no_authority"  # whoever wrote may not speak for the other person
    NOT_A_COMPLAINT = "not_a_complaint"


KIND_CODES: dict[Kind, str] = {
    Kind.TELEPHONE: "TELEFON",
    Kind.OFFICE: "LOKALT_NAV_KONTOR",
    Kind.DIGITAL: "NAVS_DIGITALE_TJENESTER",
    Kind.LETTER: "BREV",
    Kind.OTHER: "ANNET",
}
"""As the agency's own systems name them, for who joins the two; so the next two tables."""

BEHALF_CODES: dict[Behalf, str] = {
    Behalf.ONESELF: "PRIVATPERSON",
    Behalf.SOMEBODY: "ANNEN_PERSON",
    Behalf.COMPANY: "BEDRIFT",
}

ANSWER_CHANNEL_CODES: dict[AnswerChannel, str] = {
    AnswerChannel.MEETING: "MOTE",
    AnswerChannel.TELEPHONE: "TELEFON",
    AnswerChannel.SECURE_MESSAGE: "MODIA",
    AnswerChannel.LETTER: "BREV",
    AnswerChannel.EMAIL: "EPOST",
    AnswerChannel.NOT_NEEDED: "SVAR_IKKE_NODVENDIG",
}
