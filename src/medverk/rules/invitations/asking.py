"""Who of many is asked when the same contact stands there several times [F14].

A contact is known by its keyed hash. None stands for somebody who stands before us: they always get
their slip.
"""

from collections.abc import Collection, Sequence

Hashes = Sequence[bytes | None]


def find_first(hashes: Hashes) -> dict[bytes, int]:
    """Where each contact stands first: that encounter is the one that can be asked about."""
    first: dict[bytes, int] = {}
    for place, digest in enumerate(hashes):
        if digest is not None:
            first.setdefault(digest, place)
    return first


def find_asked(hashes: Hashes, granted: Collection[bytes]) -> frozenset[int]:
    """The places of those who are asked. granted: contacts that may be asked now."""
    first = find_first(hashes)
    return frozenset(
        place
        for place, digest in enumerate(hashes)
        if digest is None or (digest in granted and first[digest] == place)
    )
