"""The shipped checklists, and what is no checklist [Q1, Q4]."""

import copy

import pytest
from django.utils.translation import override

from medverk.reviews.checklists import (
    _SHIPPED,
    CHECKLISTS,
    checklist,
    latest,
    parse_checklist,
    read_toml,
    versions_of,
)
from medverk.surveys.languages import COMPLETE
from medverk.surveys.reading import ContentError

PLAN = read_toml(_SHIPPED / "plan.1.toml")


@pytest.mark.parametrize("key", CHECKLISTS)
def test_every_shipped_checklist_is_whole_in_three_languages(key):
    found = latest(key)
    assert (found.key, found.version) == (key, versions_of(key)[-1])
    assert 6 <= len(found.items) <= 12
    for language in COMPLETE:
        with override(language):
            texts = {str(text) for item in found.items for text in (item.text, item.help)}
        assert len(texts) == 2 * len(found.items)


def test_exemptions_and_only_they_need_two_reviewers():
    assert {key: latest(key).reviewers for key in CHECKLISTS} == {
        "needs": 1, "ability": 1, "plan": 1, "exemption": 2,
    }  # fmt: skip


def test_the_two_kinds_of_norwegian_differ():
    for key in CHECKLISTS:
        texts = [item.text.words for item in latest(key).items]
        same = [text for text in texts if text["nb"] == text["nn"]]
        assert len(same) <= 2, same


def test_no_file_is_left_out():
    names = {path.name for path in _SHIPPED.iterdir()}
    known = {f"{key}.{version}.toml" for key in CHECKLISTS for version in versions_of(key)}
    assert names == known


@pytest.mark.parametrize(("key", "version"), [("plan", 0), ("plan", 99), ("gossip", 1)])
def test_what_is_not_shipped_is_not_there(key, version):
    with pytest.raises(KeyError):
        checklist(key, version)
    with pytest.raises(KeyError):
        latest("gossip")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda raw: raw.pop("version"), "version"),
        (lambda raw: raw.update(reviewers=3), "reviewers"),
        (lambda raw: raw.update(colour="red"), ""),
        (lambda raw: raw.update(items=[]), "items"),
        (lambda raw: raw["items"].append(raw["items"][0]), "items"),
        (lambda raw: raw["items"][1]["text"].pop("nn"), "items[1].text.nn"),
        (lambda raw: raw["items"][1].update(not_relevant="yes"), "items[1].not_relevant"),
        (lambda raw: raw["name"].update(nb=""), "name.nb"),
    ],
)
def test_a_fault_is_named_by_its_place(change, where):
    raw = copy.deepcopy(PLAN)
    change(raw)
    with pytest.raises(ContentError) as caught:
        parse_checklist(raw, "plan.1.toml")
    assert caught.value.key == where
