"""Sending forms as browsers do."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

FORM = "application/x-www-form-urlencoded"


def answer_url(token: str) -> str:
    return f"/s/{token}/"


def post(
    browser: Client, address: str, fields: dict[str, str], method: str = "POST"
) -> HttpResponse:
    return browser.generic(method, address, urlencode(fields), FORM)


def send(browser: Client, token: str, fields: dict[str, str], method: str = "POST") -> HttpResponse:
    return post(browser, answer_url(token), fields, method)
