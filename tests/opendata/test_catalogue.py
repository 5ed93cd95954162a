"""Data catalogues find us: the description is what DCAT-AP-NO asks for, and its files are there."""

from pathlib import Path

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from tests.pages.broken_down import publish_edition
from tests.pages.stage import Stage

pytestmark = pytest.mark.django_db
SHAPES = Path(__file__).with_name("dcat_ap_no.ttl")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def faults(graph: Graph) -> str:
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(SHAPES))
    return "" if conforms else str(text)


@pytest.fixture
def described(year: Stage, client: Client) -> Graph:
    publish_edition(year)
    return Graph().parse(data=client.get("/open/catalogue.ttl").content, format="turtle")


def test_it_says_what_dcat_ap_no_asks_for(described: Graph) -> None:
    assert faults(described) == ""


@pytest.mark.parametrize(
    ("kind", "property"),
    [
        (DCAT.Catalog, DCTERMS.publisher),
        (DCAT.Catalog, DCTERMS.title),
        (DCAT.Dataset, DCAT.theme),
        (DCAT.Dataset, DCAT.contactPoint),
        (DCAT.Distribution, DCTERMS.license),
        (DCAT.Distribution, DCTERMS["format"]),
    ],
)
def test_its_shapes_find_what_is_missing(kind: URIRef, property: URIRef, described: Graph) -> None:
    described.remove((described.value(predicate=RDF.type, object=kind, any=True), property, None))
    assert "Violation" in faults(described)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own parser
def test_it_says_the_same_in_every_format(described: Graph, client: Client) -> None:
    for kind, format in FORMATS.items():
        answer = client.get(f"/open/catalogue.{kind}")
        graph = Graph().parse(data=answer.content, format=format)
        assert len(graph) == len(described)
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_it_leads_to_files_that_are_there(described: Graph, client: Client) -> None:
    addresses = sorted(str(address) for address in described.objects(None, DCAT.downloadURL))
    assert len(addresses) == len(set(addresses)) >= 14
    for address in addresses:
        assert address.startswith("http://testserver/open/")
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_it_says_titles_in_three_languages(described: Graph) -> None:
    for dataset in described.subjects(RDF.type, DCAT.Dataset):
        titles = list(described.objects(dataset, DCTERMS.title))
        said = {title.language: str(title) for title in titles if isinstance(title, Literal)}
        assert set(said) == {"nb", "nn", "en"}
        assert said["nb"] != said["en"]


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "The first half of"), ("nb", "Første halvår"), ("nn", "Første halvår")],
)
def test_it_names_half_years_as_people_do(
    described: Graph, client: Client, language: str, name: str
) -> None:
    client.cookies["django_language"] = language
    page = client.get("/open/").content.decode()
    titles = [t for t in described.objects(None, DCTERMS.title) if t.language == language]
    (title,) = {str(t) for t in titles if name in t and "CSV" in t}
    year = title.removeprefix(f"{name} ").removesuffix(", CSV")
    assert (title in page, f"{year}-H1 " in page, len(year)) == (True, False, 4)
