"""(b) What a telephone fetches when somebody opens the link for the first time."""

import http.client
from html.parser import HTMLParser

from bench import seeding
from bench.house import House
from bench.results import Line
from medverk.people.privacy import DatabaseRole

MOST_BYTES = 30_000
MOST_REQUESTS = 3


class Fetched(HTMLParser):
    """The addresses that a browser fetches by itself with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        address = found.get("href") if tag == "link" else found.get("src")
        if address and not address.startswith("data:"):
            self.addresses.add(address)


def measure_first_load(house: House) -> list[Line]:
    """Bytes over the wire, heads of the answers included, with what browsers accept."""
    with house.acting_as(DatabaseRole.RELEASER) as releaser:
        releaser.submit(seeding.make_key).result()
    with house.acting_as(DatabaseRole.WEB, "worker") as web:
        (token,) = web.submit(seeding.hand_out_slips, 1).result()
    with house.serving() as served:
        size, _ = fetch(served.port, f"/s/{token}/")
        fetched = Fetched()
        fetched.feed(page_text(served.port, f"/s/{token}/"))
        sizes = [size, *(fetch(served.port, address)[0] for address in fetched.addresses)]
    return [
        Line("first load of the answer page", "bytes", sum(sizes), None, None,
             f"≤ {MOST_BYTES}", sum(sizes) <= MOST_BYTES),
        Line("first load of the answer page", "requests", len(sizes), None, None,
             f"≤ {MOST_REQUESTS}", len(sizes) <= MOST_REQUESTS),
    ]  # fmt: skip


def fetch(port: int, address: str, accept: str = "gzip, br") -> tuple[int, bytes]:
    """How many bytes an answer is, and its body."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request("GET", address, headers={"Accept-Encoding": accept})
    answer = link.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    link.close()
    return head + len(body), body


def page_text(port: int, address: str) -> str:
    return fetch(port, address, accept="identity")[1].decode()
