"""Which references a finding may carry: paths of this site and nothing else."""

import re

LONGEST = 300
OWN_PATH = re.compile(r"/(?![/\\])[\w\-./?=&%:+,~]*", re.ASCII)


def is_own_path(text: str) -> bool:
    """True for a path like "/units/7/results/?questionnaire=trust": no host, no scheme, no
    backslash, no control character, at most 300 characters."""
    return len(text) <= LONGEST and OWN_PATH.fullmatch(text) is not None
