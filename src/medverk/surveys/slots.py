"""What a new version may not change, so that stored answers keep their meaning."""

from collections.abc import Iterable

from medverk.surveys.content import Content, Question
from medverk.surveys.reading import ContentError


def check_slots(new: Content, earlier: Iterable[Content]) -> None:
    """Refuse a version that gives a slot another meaning than an earlier version did.

    A slot belongs to one question for ever, and a question keeps its slot and the number of its
    categories. Words may be made clearer; what is asked may not be swapped. Raises ContentError.
    """
    source = f"{new.key}, version {new.number}"
    for old in earlier:
        if old.number >= new.number:
            raise ContentError(source, "number", f"expected a number above {old.number}")
        for asked in old.questions:
            _check_one(new, old, asked, source)


def _check_one(new: Content, old: Content, asked: Question, source: str) -> None:
    for question in new.questions:
        if question.slot == asked.slot and question.key != asked.key:
            raise ContentError(
                source,
                f"questions.{question.key}.slot",
                f"expected a new slot: {asked.slot} belongs to {asked.key!r}",
            )
        if question.key != asked.key:
            continue
        if question.slot != asked.slot:
            raise ContentError(source, f"questions.{asked.key}.slot", f"expected {asked.slot}")
        length = len(old.scale_of(asked).categories)
        if len(new.scale_of(question).categories) != length:
            raise ContentError(
                source, f"questions.{asked.key}.scale", f"expected {length} categories"
            )
