"""What pages may ask of the release engine: to audit once more."""

from datetime import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from medverk.people.actions import log
from medverk.people.models import Person


def ask_for_audit(*, by: Person, now: datetime) -> None:
    """Have the releaser audit everything soon. Asked twice before it began, it happens once."""
    from medverk.releases.tasks import audit_now

    with transaction.atomic():
        log(by=by, action="audit_asked_for", now=now)
        try:
            with transaction.atomic():
                audit_now.defer()
        except AlreadyEnqueued:
            return
