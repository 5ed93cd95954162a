"""Tokens of invitations: 60 random bits as 12 signs that can be typed from paper.

Crockford's alphabet has no I, L, O or U. What people write instead is understood.
"""

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_WHOLE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
_LONGEST_WRITTEN = 40


def new_token() -> str:
    """A fresh token, as shown: XXXX-XXXX-XXXX."""
    return shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def parse_token(written: str) -> str | None:
    """The token as shown, or None when it cannot be one.

    Case, spaces, dashes and the mistakable O, I and L are tolerated.
    """
    if len(written) > _LONGEST_WRITTEN:
        return None
    plain = _BETWEEN.sub("", written).upper().translate(_READ_AS)
    return shown(plain) if _WHOLE.fullmatch(plain) else None


def shown(plain: str) -> str:
    """In groups of four, easy to read aloud."""
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def token_hash(token: str) -> bytes:
    """What is stored of a token (32 bytes). The token must come from new_token or parse_token."""
    return hashlib.sha256(token.encode("ascii")).digest()
