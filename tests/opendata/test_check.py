"""Anybody can check that a release is as it was published [disclosure G5]."""

import subprocess
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from medverk.releases.models import Figure, Release
from tests.pages.broken_down import publish_edition
from tests.pages.stage import Stage

pytestmark = pytest.mark.django_db
CHECK = "/open/check/"
WHOLE = "This is what was published of “After a conversation” up to week 27, 2026 on 6 July 2026"
OTHER = "No release has this digest"


@pytest.fixture
def release(year: Stage) -> Release:
    publish_edition(year)
    return Release.objects.get(questionnaire__key="conversation", until="2026-W27")


@pytest.fixture
def document(release: Release, client: Client) -> bytes:
    client.cookies["django_language"] = "en"
    return client.get(f"/open/releases/{release.pk}.txt").content


def test_its_digest_is_the_sha256_of_what_is_downloaded(release: Release, document: bytes) -> None:
    assert release.digest == f"sha256:{sha256(document).hexdigest()}"
    said = subprocess.run(["sha256sum"], input=document, capture_output=True, check=True).stdout
    assert said.decode() == f"{release.digest.removeprefix('sha256:')}  -\n"


def test_every_release_has_one(release: Release, client: Client) -> None:
    for made in Release.objects.all():
        document = client.get(f"/open/releases/{made.pk}.txt").content
        assert made.digest == f"sha256:{sha256(document).hexdigest()}"


def test_it_knows_a_document_that_is_uploaded(document: bytes, client: Client) -> None:
    given = SimpleUploadedFile("kept.txt", document)
    assert WHOLE in client.post(CHECK, {"file": given}).content.decode()


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_it_knows_a_document_that_is_pasted(ends: str, document: bytes, client: Client) -> None:
    pasted = document.decode().replace("\n", ends)
    assert WHOLE in client.post(CHECK, {"text": pasted}).content.decode()
    assert WHOLE in client.post(CHECK, {"text": pasted.strip()}).content.decode()


def test_it_sees_one_figure_that_is_another(document: bytes, client: Client) -> None:
    assert document.count(b'"n":64') > 0
    changed = document.replace(b'"n":64', b'"n":65', 1)
    said = client.post(CHECK, {"file": SimpleUploadedFile("kept.txt", changed)}).content.decode()
    assert OTHER in said
    assert WHOLE not in said


@pytest.mark.parametrize("given", [{}, {"text": ""}, {"text": "\x00\ud83d"}, {"file": "no file"}])
def test_it_asks_again_for_nothing(given: dict[str, str], year: Stage, client: Client) -> None:
    answer = client.post(CHECK, {name: value.encode("utf8", "ignore").decode()
                                 for name, value in given.items()})  # fmt: skip
    assert answer.status_code == 200


def test_it_takes_no_file_that_is_too_large(
    year: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medverk.opendata.forms.LARGEST", 10)
    client.cookies["django_language"] = "en"
    said = client.post(CHECK, {"file": SimpleUploadedFile("kept.txt", b"x" * 11)}).content.decode()
    assert "larger than 50 MB" in said


def test_its_page_says_that_nothing_was_changed(release: Release, client: Client) -> None:
    client.cookies["django_language"] = "en"
    said = client.get(f"/open/releases/{release.pk}/").content.decode()
    assert "Nothing has been changed" in said
    assert f"curl -s http://testserver/open/releases/{release.pk}.txt | sha256sum" in said


def test_its_page_says_that_something_was_changed(year: Stage, client: Client) -> None:
    client.cookies["django_language"] = "en"
    figure = Figure.objects.filter(question="heard").first()
    assert figure is not None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE releases_figure DISABLE TRIGGER figure_stands")
        cursor.execute("UPDATE releases_figure SET n = n + 1 WHERE id = %s", [figure.pk])
        cursor.execute("ALTER TABLE releases_figure ENABLE TRIGGER figure_stands")
    said = client.get(f"/open/releases/{figure.release_id}/").content.decode()
    assert "does not match its digest" in said


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("nb", "Etter en samtale: publisert til og med uke 27 i 2026"),
        ("nn", "Etter ein samtale: publisert til og med veke 27 i 2026"),
        ("en", "After a conversation: released up to week 27, 2026"),
    ],
)
def test_a_release_and_the_list_call_things_by_their_names(
    release: Release, client: Client, language: str, heading: str
) -> None:
    client.cookies["django_language"] = language
    assert f"<h1>{heading}</h1>" in client.get(f"/open/releases/{release.pk}/").content.decode()
    listed = client.get("/open/").content.decode()
    assert heading.split(":")[0] in listed
    assert "2026-W27" not in listed
