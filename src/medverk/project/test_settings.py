"""Settings of the tests: an embedded PostgreSQL is started by the first process that asks.

Workers of pytest-xdist inherit the addresses; each gets a database of its own on that server.
"""

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

from nacl.public import PrivateKey

from medverk.project.embedded import let_owner_become_the_others, start_database

if "MEDVERK_OWNER_DATABASE_URL" not in os.environ:
    _home = Path(tempfile.mkdtemp(prefix="medverk-test-"))
    atexit.register(shutil.rmtree, _home, ignore_errors=True)  # runs after the server has stopped
    _database = start_database(_home, durable=False)
    let_owner_become_the_others(_home, _database)
    _sender = PrivateKey.generate()
    os.environ |= {
        f"MEDVERK_{role.upper()}_DATABASE_URL": url for role, url in _database.urls.items()
    }
    os.environ |= {
        "MEDVERK_ROLE": "owner",
        "MEDVERK_HOME": str(_home),
        "MEDVERK_DEMO": "1",
        "MEDVERK_ADDRESS": "http://testserver",
        "MEDVERK_SECRET_KEY": "tests " * 12,
        "MEDVERK_CONTACT_KEY": base64.b64encode(b"tests tests tests tests tests 32").decode(),
        "MEDVERK_SENDER_PUBLIC_KEY": base64.b64encode(bytes(_sender.public_key)).decode(),
        "MEDVERK_SENDER_PRIVATE_KEY": base64.b64encode(bytes(_sender)).decode(),
        "MEDVERK_RELEASER_KEYS": str(_home / "keys"),
        "MEDVERK_SMS_GATEWAY": "outbox",
        "MEDVERK_SMS_INBOUND_SECRET": "inbound",
    }

if _worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each remembers its own publications
    os.environ["MEDVERK_RELEASER_KEYS"] = str(Path(os.environ["MEDVERK_HOME"], "keys", _worker))

from medverk.project.settings import *  # noqa: F403
from medverk.project.settings import DATABASES

# An empty one: servers that tests start collect into their own while others look. Whitenoise warns
# where there is none.
STATIC_ROOT = Path(os.environ["MEDVERK_HOME"], "no-static")
STATIC_ROOT.mkdir(exist_ok=True)
DATABASES["default"]["OPTIONS"].pop("pool")  # pytest-django makes and drops databases itself
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
