"""Which gateway sends what, from the environment."""

from collections.abc import Callable

from django.conf import settings

from medverk.environment import Environment, EnvironmentError
from medverk.invitations.gateways import Gateway, altinn, email, http, outbox
from medverk.invitations.models import Channel

KINDS: dict[str, Callable[[Environment], Gateway]] = {
    "altinn": altinn.connect,
    "http": http.connect,
    "outbox": outbox.connect,
    "smtp": email.connect,
}
SMS_KINDS = ("altinn", "http", "outbox")


def gateway_for(channel: Channel) -> Gateway:
    """The gateway of a channel. Raises EnvironmentError with a sentence that says what to set."""
    environment: Environment = settings.ENVIRONMENT
    kind = sms_kind(environment) if channel == Channel.SMS else email_kind(environment)
    return KINDS[kind](environment)


def sms_kind(environment: Environment) -> str:
    kind = environment.require("MEDVERK_SMS_GATEWAY")
    if kind not in SMS_KINDS:
        raise EnvironmentError(f"MEDVERK_SMS_GATEWAY must be one of {', '.join(SMS_KINDS)}.")
    if kind == "outbox" and not environment.demo:
        raise EnvironmentError("MEDVERK_SMS_GATEWAY=outbox sends nothing: it is for the demo only.")
    return kind


def email_kind(environment: Environment) -> str:
    if environment.demo and not environment.get("MEDVERK_SMTP_URL"):
        return "outbox"
    environment.require("MEDVERK_SMTP_URL")
    return "smtp"
