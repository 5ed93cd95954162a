"""The parts of forms: labels, help and errors that belong together, whatever the control."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation


class Everything(forms.Form):
    """One field of each kind that the site uses."""

    phone = forms.CharField(label="Phone", help_text="Eight digits")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    language = forms.ChoiceField(label="Language", choices=[("nb", "Bokmål"), ("nn", "Nynorsk")])
    kind = forms.ChoiceField(
        label="Kind",
        help_text="How you met",
        choices=[("a", "Office"), ("b", "Video")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days",
        choices=[("1", "Monday"), ("2", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="Sure", help_text="Cannot be undone")
    table = forms.FileField(label="Table", widget=forms.FileInput(attrs={"class": "wide"}))
    secret = forms.CharField(widget=forms.HiddenInput, initial="kept")


class Elements(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {key: value or "" for key, value in attrs}))

    def named(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.all if tag in tags]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.all if "id" in attributes]


def page_of(form: forms.Form) -> str:
    with translation.override("en"):
        return render_to_string("parts/form.html", {"form": form, "button": "Send"})


@pytest.fixture
def empty() -> str:
    return page_of(Everything())


@pytest.fixture
def wrong() -> str:
    return page_of(Everything({"language": "fr"}))


def test_every_control_is_dressed_and_keeps_its_own_class(empty: str) -> None:
    controls = Elements(empty).named("input", "textarea", "select")
    shown = [c for c in controls if c.get("type") != "hidden"]
    assert [c["class"] for c in shown] == ["ds-input"] * 8 + ["ds-input wide"]


def test_every_label_leads_to_a_control(empty: str, wrong: str) -> None:
    for page in (empty, wrong):
        found = Elements(page)
        assert {label["for"] for label in found.named("label")} <= set(found.ids())


def test_help_and_errors_are_said_with_their_control(wrong: str) -> None:
    found = Elements(wrong)
    said = {
        attributes.get("name", attributes.get("id", "")): attributes["aria-describedby"].split()
        for attributes in found.named("input", "textarea", "select", "fieldset")
        if "aria-describedby" in attributes
    }
    assert said == {
        "phone": ["id_phone_helptext", "id_phone_error"],
        "language": ["id_language_error"],
        "id_kind": ["id_kind_helptext", "id_kind_error"],
        "sure": ["id_sure_helptext", "id_sure_error"],
        "table": ["id_table_error"],
    }
    assert {name for names in said.values() for name in names} <= set(found.ids())


def test_the_summary_leads_to_each_field_with_an_error(wrong: str) -> None:
    found = Elements(wrong)
    links = [link["href"].removeprefix("#") for link in found.named("a")]
    assert links == ["id_phone", "id_language", "id_kind", "id_sure", "id_table", "id_secret"]
    assert set(links) <= set(found.ids())
    assert "6 things to correct" in wrong


def test_no_id_stands_twice(empty: str, wrong: str) -> None:
    for page in (empty, wrong):
        ids = Elements(page).ids()
        assert len(ids) == len(set(ids))


def test_what_may_be_left_out_says_so(empty: str) -> None:
    assert empty.count("(optional)") == 2


def test_a_form_without_errors_has_no_summary(empty: str) -> None:
    assert "ds-error-summary" not in empty


def test_the_server_judges_and_not_the_browser(empty: str) -> None:
    (form,) = Elements(empty).named("form")
    assert "novalidate" in form
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")


def test_what_people_wrote_is_escaped() -> None:
    page = page_of(Everything({"phone": '"><script>'}))
    assert "<script>" not in page
