"""What the release engine does by itself: each night, settle and publish what is due.

A job says nothing of any response; run twice, or after a week's stop, it does what is missing.
"""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from medverk.releases.actions import publish_due
from medverk.releases.auditing import audit_all
from medverk.vault.settling import SettlingBusyError

logger = logging.getLogger(__name__)

QUEUE = "release"


@app.periodic(cron="20 2 * * *", periodic_id="nightly")
@app.task(queue=QUEUE, queueing_lock="publish_nightly", lock="publish")
def publish_nightly(timestamp: int) -> None:
    """At 02:20 UTC: past the end of the week and its last hour, in summer and in winter."""
    publish_what_is_due()


@app.task(queue=QUEUE, queueing_lock="publish_now", lock="publish")
def publish_now() -> None:
    """The same at once, when somebody asks for it."""
    publish_what_is_due()


@app.task(queue=QUEUE, queueing_lock="audit_now", lock="publish")
def audit_now() -> None:
    """Audit everything at once, when the privacy officer asks for it."""
    audit_what_is_published()


def audit_what_is_published() -> None:
    """Audit, and say loudly what was found."""
    for audit in audit_all(now=timezone.now()):
        fields = {"questionnaire": audit.questionnaire.key, "seconds": round(audit.seconds, 1)}
        if audit.is_clean:
            logger.info("audited", extra={"fields": fields})
        else:
            logger.error("the audit found something", extra={"fields": fields})


def publish_what_is_due() -> None:
    """Settle, publish, and audit everything when anything was published.

    When a backup holds the sealed answers, the next run does it.
    """
    try:
        outcomes = publish_due(now=timezone.now())
    except SettlingBusyError:
        logger.warning("the sealed answers are in use, by a backup perhaps: publishing waits")
        return
    for outcome in outcomes:
        logger.info("published", extra={"fields": {"release": str(outcome.release)}})
    if outcomes:
        audit_what_is_published()
