"""Answers to the contact centre's question by SMS: "ja", "delvis", "nei", or 1, 2, 3 [K1].

Pure. The numbers count the answers as they stand on the page and in the message: 1 is yes.
"""

import re
from collections.abc import Mapping

from medverk.surveys.content import Content

LONGEST_READ = 200
_SIGNS = re.compile(r"[^\w]+")

# What people write besides the words of the questionnaire itself.
OTHER_WORDS: Mapping[str, int] = {"j": 3, "jo": 3, "jepp": 3, "y": 3, "litt": 2, "n": 1, "nope": 1}


def read_reply(content: Content, text: str) -> int | None:
    """The category that a reply means, or None when it does not clearly mean one.

    It begins with an answer and says no other: "Ja, takk" is yes, "ja og nei" is nothing.
    """
    meanings = meanings_of(content)
    words = _SIGNS.sub(" ", text[:LONGEST_READ].casefold()).split()
    meant = {meanings[word] for word in words if word in meanings}
    return meanings[words[0]] if len(meant) == 1 and words[0] in meanings else None


def meanings_of(content: Content) -> dict[str, int]:
    scale = content.scale_of(content.questions[0])
    meanings = dict(OTHER_WORDS)
    for number, category in enumerate(scale.as_shown, start=1):
        meanings[str(number)] = category.value
        for text in category.text.values():
            meanings[text.casefold()] = category.value
    return meanings
