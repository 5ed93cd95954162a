"""Draw a round's sample again from its list, to show that it was chance, nobody's choice."""

from dataclasses import dataclass

from medverk.reviews.case_table import read_cases
from medverk.reviews.models import Round
from medverk.reviews.queries import colleagues_of
from medverk.rules.sampling import Listed, Stratify, digest_list, draw


@dataclass(frozen=True, slots=True)
class DrawnAgain:
    """Whether the list is the same, and whether it gives the same sample."""

    same_list: bool
    same_sample: bool
    sample: tuple[Listed, ...]


def draw_again(found: Round, data: bytes) -> DrawnAgain:
    """found: a round that has been drawn. Raises TableError."""
    cases = read_cases(data, colleagues_of(found.unit).keys())
    if digest_list(cases) != found.list_digest:
        return DrawnAgain(same_list=False, same_sample=False, sample=())
    sample = draw(cases, found.wanted, found.seed, Stratify(found.stratify))
    return DrawnAgain(True, digest_list(sample) == found.sample_digest, sample)
