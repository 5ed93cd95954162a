"""How long things last here, from the environment."""

from django.conf import settings

from medverk.rules.invitations.periods import Periods


def periods() -> Periods:
    """The periods of this installation."""
    get = settings.ENVIRONMENT.get
    return Periods(
        remind_after_days=int(get("MEDVERK_REMIND_AFTER_DAYS", "3")),
        expire_after_days=int(get("MEDVERK_EXPIRE_AFTER_DAYS", "14")),
        ask_again_after_days=int(get("MEDVERK_ASK_AGAIN_AFTER_DAYS", "30")),
        first_hour=int(get("MEDVERK_SEND_FROM_HOUR", "9")),
        last_hour=int(get("MEDVERK_SEND_UNTIL_HOUR", "20")),
        backoff_seconds=float(get("MEDVERK_SEND_BACKOFF_SECONDS", "30")),
        claim_seconds=float(get("MEDVERK_SEND_CLAIM_SECONDS", "120")),
    )
