"""Send invitations and reminders, and forget what is no longer needed, as the web role.

medverk worker
"""

import argparse
from typing import cast

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.WEB, "worker")
    work_on("sending")
    return 0


def work_on(queue: str) -> None:
    """Take jobs of one queue until told to stop; a job that was cut short is taken again."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(queues=[queue], name=queue, delete_jobs="always", concurrency=1)
