"""The commands of `medverk`: one file each, with `add(parser)` and `run(options) -> exit code`."""

import os

from medverk.people.privacy import DatabaseRole

RELEASER_ONLY = ("MEDVERK_RELEASER_DATABASE_URL", "MEDVERK_RELEASER_KEYS")
OWNER_ONLY = ("MEDVERK_OWNER_DATABASE_URL",)
SENDER_ONLY = ("MEDVERK_SENDER_PRIVATE_KEY",)
WEB_ONLY = ("MEDVERK_WEB_DATABASE_URL", "MEDVERK_CONTACT_KEY", "MEDVERK_SECRET_KEY")

# What each kind of process must not even hold in its environment [disclosure G4].
KEPT_FROM = {
    "serve": (*OWNER_ONLY, *RELEASER_ONLY, *SENDER_ONLY),
    "worker": (*OWNER_ONLY, *RELEASER_ONLY),
    "releaser": (*OWNER_ONLY, *WEB_ONLY, *SENDER_ONLY),
}


def start_django(role: DatabaseRole, process: str = "") -> None:
    """Become a database role for the rest of this process, and load the applications.

    process: a key of KEPT_FROM; secrets of other processes are dropped from the environment.
    """
    import django

    from medverk.project.embedded import use_embedded_database

    os.environ["MEDVERK_ROLE"] = role
    use_embedded_database()
    for name in KEPT_FROM.get(process, ()):
        os.environ.pop(name, None)
    django.setup()
