"""The description of our open data, as DCAT-AP-NO asks for it, so that data catalogues find it.

Pure: what there is comes in, a graph goes out. The shapes that it is held against are in
`tests/opendata/`, with the rules of DCAT-AP-NO 2 and 3 about what must be said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD
from rdflib.term import Node

EU = "http://publications.europa.eu/resource/authority/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ORGANISATIONS = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/"

LICENCE = f"{EU}licence/CC_BY_4_0"
THEMES = (f"{EU}data-theme/GOVE", f"{EU}data-theme/SOCI")
LANGUAGES = {"nb": f"{EU}language/NOB", "nn": f"{EU}language/NNO", "en": f"{EU}language/ENG"}
COUNTRY = f"{EU}country/NOR"
OPEN_TO_ALL = f"{EU}access-right/PUBLIC"

Texts = Mapping[str, str]
"""Words by language: nb, nn and en."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a dataset. format: CSV or JSON; path: from the site's address, with a slash."""

    path: str
    format: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset. key: its name in addresses; frequency: a word of the EU's list."""

    key: str
    title: Texts
    description: Texts
    keywords: Mapping[str, Sequence[str]]
    frequency: str
    files: Sequence[File]
    covers: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for the data. number: nine digits, or "" while it is not known."""

    name: str
    number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is. address: of this site, without a slash at the end."""

    address: str
    title: Texts
    description: Texts
    publisher: Publisher
    modified: date
    datasets: Sequence[Dataset]


def describe(catalogue: Catalogue) -> Graph:
    """The graph of a catalogue with its datasets and their files."""
    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", VCARD)):
        graph.bind(prefix, namespace)
    page = URIRef(f"{catalogue.address}/open/")
    ours = URIRef(f"{page}#catalogue")
    publisher = describe_publisher(graph, catalogue)
    contact = describe_contact(graph, catalogue, page)
    say(graph, ours, DCAT.Catalog, catalogue.title, catalogue.description)
    graph.add((ours, DCTERMS.identifier, Literal(str(ours))))
    graph.add((ours, DCTERMS.publisher, publisher))
    graph.add((ours, DCAT.contactPoint, contact))
    graph.add((ours, DCTERMS.modified, Literal(catalogue.modified, datatype=XSD.date)))
    graph.add((ours, DCAT.themeTaxonomy, known(graph, f"{EU}data-theme", SKOS.ConceptScheme)))
    graph.add((ours, FOAF.homepage, known(graph, page, FOAF.Document)))
    graph.add((ours, DCTERMS.license, known(graph, LICENCE, DCTERMS.LicenseDocument)))
    speak(graph, ours)
    for dataset in catalogue.datasets:
        node = describe_dataset(graph, catalogue, dataset, publisher, contact)
        graph.add((ours, DCAT.dataset, node))
    return graph


def describe_publisher(graph: Graph, catalogue: Catalogue) -> URIRef:
    """The organisation, by its number in the register of enterprises where it is known."""
    publisher = catalogue.publisher
    local = f"{catalogue.address}/open/#publisher"
    node = URIRef(ORGANISATIONS + publisher.number if publisher.number else local)
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, FOAF.name, Literal(publisher.name)))
    graph.add((node, DCTERMS.identifier, Literal(publisher.number or str(node))))
    return node


def describe_contact(graph: Graph, catalogue: Catalogue, page: URIRef) -> Node:
    """Where to ask: an e-mail address, else the page."""
    contact = BNode("contact")
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, VCARD.fn, Literal(catalogue.publisher.name)))
    graph.add((contact, VCARD.hasURL, page))
    if catalogue.publisher.email:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{catalogue.publisher.email}")))
    return contact


def describe_dataset(
    graph: Graph, catalogue: Catalogue, dataset: Dataset, publisher: URIRef, contact: Node
) -> URIRef:
    """One dataset and its files."""
    page = URIRef(f"{catalogue.address}/open/")
    node = URIRef(f"{page}#{dataset.key}")
    say(graph, node, DCAT.Dataset, dataset.title, dataset.description)
    graph.add((node, DCTERMS.identifier, Literal(str(node))))
    graph.add((node, DCTERMS.publisher, publisher))
    graph.add((node, DCAT.contactPoint, contact))
    graph.add((node, DCAT.landingPage, page))
    graph.add((node, DCTERMS.modified, Literal(catalogue.modified, datatype=XSD.date)))
    graph.add((node, DCTERMS.spatial, known(graph, COUNTRY, DCTERMS.Location)))
    graph.add((node, DCTERMS.accessRights, known(graph, OPEN_TO_ALL, DCTERMS.RightsStatement)))
    often = known(graph, f"{EU}frequency/{dataset.frequency}", DCTERMS.Frequency)
    graph.add((node, DCTERMS.accrualPeriodicity, often))
    for theme in THEMES:
        graph.add((node, DCAT.theme, known(graph, theme, SKOS.Concept)))
    for language, words in dataset.keywords.items():
        for word in words:
            graph.add((node, DCAT.keyword, Literal(word, lang=language)))
    speak(graph, node)
    if dataset.covers:
        graph.add((node, DCTERMS.temporal, describe_period(graph, *dataset.covers)))
    for file in dataset.files:
        graph.add((node, DCAT.distribution, describe_file(graph, catalogue.address, file)))
    return node


def describe_period(graph: Graph, first: date, last: date) -> Node:
    """From one day to another, both included."""
    period = BNode()
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(first, datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(last, datatype=XSD.date)))
    return period


def describe_file(graph: Graph, address: str, file: File) -> URIRef:
    """One file: where it is, what it is, and under which licence."""
    url = URIRef(address + file.path)
    node = URIRef(f"{url}#file")
    kind = {"CSV": "text/csv", "JSON": "application/json", "TXT": "text/plain"}[file.format]
    graph.add((node, RDF.type, DCAT.Distribution))
    add_texts(graph, node, DCTERMS.title, file.title)
    graph.add((node, DCAT.accessURL, url))
    graph.add((node, DCAT.downloadURL, url))
    form = known(graph, f"{EU}file-type/{file.format}", DCTERMS.MediaType)
    graph.add((node, DCTERMS.format, form))
    media = known(graph, f"https://www.iana.org/assignments/media-types/{kind}", DCTERMS.MediaType)
    graph.add((node, DCAT.mediaType, media))
    graph.add((node, DCTERMS.license, known(graph, LICENCE, DCTERMS.LicenseDocument)))
    return node


def say(graph: Graph, node: URIRef, kind: URIRef, title: Texts, description: Texts) -> None:
    """What it is and what it is called."""
    graph.add((node, RDF.type, kind))
    add_texts(graph, node, DCTERMS.title, title)
    add_texts(graph, node, DCTERMS.description, description)


def add_texts(graph: Graph, node: URIRef, property: URIRef, texts: Texts) -> None:
    """The words in each language."""
    for language, words in texts.items():
        graph.add((node, property, Literal(words, lang=language)))


def speak(graph: Graph, node: URIRef) -> None:
    """The languages of the texts."""
    for language in LANGUAGES.values():
        graph.add((node, DCTERMS.language, known(graph, language, DCTERMS.LinguisticSystem)))


def known(graph: Graph, address: str, kind: URIRef) -> URIRef:
    """Something that others have defined, with what kind of thing it is."""
    node = URIRef(address)
    graph.add((node, RDF.type, kind))
    return node
