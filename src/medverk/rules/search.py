"""From what somebody types to a question that PostgreSQL's full text search understands.

Whatever is typed, the result is a well-formed tsquery: only letters and digits get through, in
quotes. Each word is the beginning of a word. The agency's own words are known in three languages,
so that a text in Nynorsk is found by somebody who writes Bokmål [glossary].
"""

import re
import unicodedata
from collections.abc import Iterator

MOST_WORDS = 10
LONGEST_WORD = 40  # letters; no word of ours is longer
_WORD = re.compile(r"[^\W_]+")
_FEWEST_LETTERS = 4  # of what is typed, before it counts as the beginning of a word that we know

# Beginnings of words that mean the same, in Bokmål, Nynorsk and English.
ALIKE: tuple[tuple[str, ...], ...] = (
    ("veileder", "rettleiar", "counsellor", "counselor"),
    ("veiledning", "rettleiing", "guidance"),
    ("bruker", "brukar", "user"),
    ("kontor", "office"),
    ("forbedring", "forbetring", "improvement"),
    ("erfaring", "experience"),
    ("samtale", "conversation"),
    ("møte", "meeting"),
    ("innkalling", "notice", "appointment"),
    ("forberedt", "forberedelse", "førebudd", "førebuing", "prepare"),
    ("mål", "goal"),
    ("kompetanse", "competence"),
    ("opplæring", "training"),
    ("spørsmål", "question"),
    ("svar", "answer", "response"),
    ("brev", "letter"),
    ("telefon", "phone", "telephone"),
    ("vente", "waiting"),
    ("tilbakemelding", "feedback"),
    ("lytte", "listen", "heard"),
    ("arbeidsgiver", "arbeidsgjevar", "employer"),
    ("språk", "language"),
    ("ung", "young"),
    ("helse", "health"),
)


def read_words(typed: str) -> tuple[str, ...]:
    """The first ten words, in small letters and each once; empty where nothing is a word."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    found = (word[:LONGEST_WORD] for word in _WORD.findall(plain))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def write_query(words: tuple[str, ...]) -> str:
    """A tsquery that asks for every word, as the beginning of a word, in any of three languages.

    Raises ValueError without words, since an empty question finds nothing.
    """
    if not words:
        raise ValueError("nothing to search for")
    return " & ".join(f"({' | '.join(map(quote, widen(word)))})" for word in words)


def quote(word: str) -> str:
    """Only letters and digits come here, so that nothing needs to be escaped."""
    return f"'{word}':*"


def widen(word: str) -> tuple[str, ...]:
    """The word, and the beginnings of those that mean the same in the other languages."""
    return tuple(dict.fromkeys([word, *(each for row in rows_of(word) for each in row)]))


def rows_of(word: str) -> Iterator[tuple[str, ...]]:
    """The rows that know the word: it goes on from one there, or is most of one."""
    for row in ALIKE:
        if any(is_form_of(word, known) for known in row):
            yield row


def is_form_of(word: str, known: str) -> bool:
    if len(known) < _FEWEST_LETTERS:  # "ung" is not the beginning of every "ungarsk"
        return word == known
    return word.startswith(known) or (len(word) >= _FEWEST_LETTERS and known.startswith(word))
