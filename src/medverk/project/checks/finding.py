"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing or unsafe: `about` for machines, `sentence` says what to do."""

    about: str
    sentence: str
