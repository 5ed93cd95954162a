"""The release engine's private keys: files that only its own user can read [disclosure G4].

A key is used for a week. When nothing in the table needs it any longer, it is kept for some days
(MEDVERK_KEY_DAYS) in case a restored backup does, and then destroyed: after that nobody can open
what lies in old backups and in the dead rows of old disks.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from medverk.vault.sealing import open_envelope

KEY_SIZE = 32


class KeyRing:
    """The folder of private keys, each in a file named by its public key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> bytes:
        """A new key pair: the private key is on disk before the public key is given away."""
        private = PrivateKey.generate()
        public = bytes(private.public_key)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        write_durably(self.path_of(public), bytes(private))
        return public

    def opener(self, publics: Iterable[bytes]) -> "Opener":
        """Something that opens with these keys, tried in that order; missing files are skipped."""
        return Opener({public: key for public in publics if (key := self.private(public))})

    def private(self, public: bytes) -> PrivateKey | None:
        path = self.path_of(public)
        return PrivateKey(path.read_bytes()) if path.exists() else None

    def destroy(self, public: bytes) -> None:
        """Overwrite and remove; harmless when it is gone already."""
        path = self.path_of(public)
        if path.exists():
            write_durably(path, os.urandom(KEY_SIZE))
            path.unlink()
            sync_folder(self.folder)

    def path_of(self, public: bytes) -> Path:
        return self.folder / f"{public.hex()}.key"


class Opener:
    """Opens ciphertexts and remembers which keys were needed."""

    def __init__(self, keys: dict[bytes, PrivateKey]) -> None:
        self.keys = keys
        self.needed: set[bytes] = set()

    def open(self, ciphertext: bytes) -> bytes | None:
        """The envelope, or None when no key opens it."""
        for public, key in self.keys.items():
            try:
                envelope = open_envelope(ciphertext, key)
            except CryptoError:
                continue
            self.needed.add(public)
            return envelope
        return None


def releaser_keys() -> KeyRing:
    """The key ring of this installation. Raises EnvironmentError when no folder is set."""
    return KeyRing(Path(settings.ENVIRONMENT.require("MEDVERK_RELEASER_KEYS")))


def write_durably(path: Path, content: bytes) -> None:
    """Write to the disk, not only to its cache; nobody but the owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
