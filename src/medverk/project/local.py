"""The keys and addresses of an installation on one machine, kept in MEDVERK_HOME.

`medverk run` makes them once, so that a newcomer sets nothing; a real installation sets the
environment instead and never has this file.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from nacl.public import PrivateKey

FILE = "local.json"


def local_file() -> Path:
    return Path(os.environ.get("MEDVERK_HOME", ".medverk")).resolve() / FILE


def read_local_environment() -> dict[str, str]:
    """What `medverk run` wrote, or nothing; an environment that names a server wins."""
    path = local_file()
    if "MEDVERK_OWNER_DATABASE_URL" in os.environ or "MEDVERK_WEB_DATABASE_URL" in os.environ:
        return {}
    return json.loads(path.read_text()) if path.exists() else {}


def write_local_environment(urls: dict[str, str], port: int) -> dict[str, str]:
    """Make what is missing, keep what is there; addresses are of this start."""
    path = local_file()
    known = json.loads(path.read_text()) if path.exists() else make_secrets(path.parent)
    known |= {f"MEDVERK_{role.upper()}_DATABASE_URL": url for role, url in urls.items()}
    known |= {"MEDVERK_ADDRESS": f"http://127.0.0.1:{port}", "MEDVERK_DEMO": "1"}
    known |= {"MEDVERK_SEND_FROM_HOUR": "0", "MEDVERK_SEND_UNTIL_HOUR": "24"}  # nobody is woken
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(known, indent=1))
    fresh.replace(path)
    return known


def make_secrets(home: Path) -> dict[str, str]:
    sender = PrivateKey.generate()
    return {
        "MEDVERK_HOME": str(home),
        "MEDVERK_SECRET_KEY": secrets.token_urlsafe(50),
        "MEDVERK_CONTACT_KEY": encode(secrets.token_bytes(32)),
        "MEDVERK_SENDER_PUBLIC_KEY": encode(bytes(sender.public_key)),
        "MEDVERK_SENDER_PRIVATE_KEY": encode(bytes(sender)),
        "MEDVERK_RELEASER_KEYS": str(home / "releaser-keys"),
        "MEDVERK_SMS_GATEWAY": "outbox",
        "MEDVERK_SMS_SENDER": "Medverk",
        "MEDVERK_SMS_INBOUND_SECRET": secrets.token_urlsafe(32),
    }


def encode(key: bytes) -> str:
    return base64.b64encode(key).decode()
