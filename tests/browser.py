"""Somebody logged in, and a real browser without a network: one in each process of the tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from medverk.people.models import Person

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SITE = "http://localhost"

# A browser's event loop runs in the thread where its pages are answered: to Django, async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def as_person(client: Client, now: datetime) -> Callable[[Person | None], Client]:
    """`as_person(person)`: the client, logged in; None logs out."""

    def become(person: Person | None) -> Client:
        session = client.session
        session.flush()
        if person is not None:
            session["person"] = person.pk
            session["opened"] = session["seen"] = now.isoformat()
            session.save()
            client.cookies["medverk"] = session.session_key
        return client

    return become


@pytest.fixture(scope="session")
def pool() -> Iterator[ThreadPoolExecutor]:
    """One thread for the browser: its event loop must not run where the tests use the database."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


@pytest.fixture(scope="session")
def browser(pool: ThreadPoolExecutor) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    playwright = pool.submit(lambda: sync_playwright().start()).result()
    options = {"executable_path": path, "args": ["--no-sandbox"]}
    started = pool.submit(lambda: playwright.chromium.launch(**options)).result()
    yield started
    pool.submit(started.close).result()
    pool.submit(playwright.stop).result()


class Screen:
    """A window of a real browser, answered by the test client: no server, no network."""

    def __init__(self, pool: ThreadPoolExecutor, context: BrowserContext, client: Client) -> None:
        self.pool = pool
        self.client = client
        self.database = connections["default"]  # the test's own, in the test's transaction
        self.faults: list[str] = []
        self.page: Page = self.run(context.new_page)
        self.run(self.prepare)

    def run(self, act: Callable[..., Any], *args: Any) -> Any:
        """Do something in the browser's thread."""
        return self.pool.submit(act, *args).result()

    def prepare(self) -> None:
        self.page.set_default_timeout(20_000)
        self.page.route("**/*", self.answer)
        self.page.on("console", lambda said: self.faults.append(said.text))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/").split("?")[0])
            route.fulfill(path=found) if found else route.fulfill(status=404)
            return
        connections["default"] = self.database
        response = self.client.get(path, follow=True)
        headers = {key: value for key, value in response.headers.items() if key != "Set-Cookie"}
        route.fulfill(status=response.status_code, headers=headers, body=response.content)

    def open(self, path: str, language: str = "nb") -> None:
        self.client.cookies["django_language"] = language
        self.database.inc_thread_sharing()
        try:
            self.run(self.page.goto, SITE + path)
        finally:
            self.database.dec_thread_sharing()

    def evaluate(self, script: str) -> Any:
        return self.run(self.page.evaluate, script)

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.1 A and AA and its own best practices."""
        self.evaluate(AXE.read_text("utf8"))
        found = self.evaluate("() => axe.run().then(result => result.violations)")
        return [f"{fault['id']}: {[n['target'] for n in fault['nodes']][:3]}" for fault in found]

    def policy_faults(self) -> list[str]:
        """What the browser complained of: refused styles and scripts, faults in scripts.

        That a page is refused or missing is what some pages are for.
        """
        return [fault for fault in self.faults if "Failed to load resource" not in fault]

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        root = "document.documentElement"
        return int(self.evaluate(f"() => {root}.scrollWidth - {root}.clientWidth"))


@pytest.fixture
def screen(
    pool: ThreadPoolExecutor, browser: Browser, client: Client, db: None
) -> Iterator[Callable[..., Screen]]:
    """`screen(width=360, scheme="dark")`: a browser window of that size."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, scheme: str = "light", height: int = 900) -> Screen:
        options: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "color_scheme": scheme,
            "reduced_motion": "reduce",
        }
        contexts.append(pool.submit(lambda: browser.new_context(**options)).result())
        return Screen(pool, contexts[-1], client)

    yield make
    for context in contexts:
        pool.submit(context.close).result()
