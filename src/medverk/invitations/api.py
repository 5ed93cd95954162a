"""POST /api/v1/encounters: calendars and telephony report conversations and calls.

django-ninja reads and describes the request; the addresses themselves are declared with `route`,
so that the access table knows them. A client is known by its bearer token.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import Header, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field

from medverk.invitations.clients import client_of
from medverk.invitations.models import ApiClient
from medverk.invitations.reasons import Reason, explain
from medverk.invitations.reporting import KeyReusedError, report_once
from medverk.invitations.rows import Row

MOST_ENCOUNTERS = 1000
LARGEST_BODY = 1_000_000  # bytes

# No control characters anywhere: they come from broken exports, and NUL cannot be stored.
PLAIN = r"^[^\x00-\x1f\x7f]*$"
QUESTIONNAIRE = "conversation (if left out), employer or trust; at a contact centre: call"


class StrictSchema(Schema):
    model_config = ConfigDict(strict=True, extra="forbid")


class EncounterIn(StrictSchema):
    """One conversation or call. Give a phone number or an e-mail address, not both."""

    office: Annotated[str, Field(max_length=10, pattern=PLAIN, description="The unit's number")]
    office_type: Annotated[
        str, Field(max_length=10, pattern=PLAIN, description="Where a number is not unique")
    ] = ""
    counsellor: Annotated[
        str, Field(max_length=20, pattern=PLAIN, description="The employee's ident")
    ]
    kind: Annotated[
        str, Field(max_length=40, pattern=PLAIN, description="office, telephone, video, call …")
    ]
    language: Annotated[str, Field(max_length=5, pattern=PLAIN, description="nb, nn, en …")]
    phone: Annotated[str, Field(max_length=40, pattern=PLAIN)] = ""
    email: Annotated[str, Field(max_length=254, pattern=PLAIN)] = ""
    questionnaire: Annotated[
        str, Field(max_length=40, pattern=PLAIN, description=QUESTIONNAIRE)
    ] = ""


class ReportIn(StrictSchema):
    encounters: Annotated[list[EncounterIn], Field(min_length=1, max_length=MOST_ENCOUNTERS)]


class RowOut(Schema):
    """What became of one encounter. `row` counts from 0, in the order of the request."""

    row: int
    state: Annotated[str, Field(json_schema_extra={"enum": ["accepted", "refused"]})]
    reason: Reason | None = None
    words: str = ""


class ReportOut(Schema):
    accepted: int
    refused: int
    rows: list[RowOut]


class ProblemOut(Schema):
    """What is wrong with the request as a whole. Nothing was stored."""

    detail: str
    places: list[str] = []


class ClientToken(HttpBearer):
    """`Authorization: Bearer …`, the token that the administrator got when making the client."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        return client_of(token, request.now)  # type: ignore[attr-defined]


api = NinjaAPI(
    title="Medverk",
    version="1",
    description="Report conversations and calls, so that people can be asked how they were.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="medverk_api",
)
PROBLEMS = (400, 401, 409, 413, 422)


@api.post(
    "/encounters",
    auth=ClientToken(),
    response={200: ReportOut, **dict.fromkeys(PROBLEMS, ProblemOut)},
    operation_id="report_encounters",
    summary="Report encounters",
    description="Valid rows are taken and refused rows are named with a reason. A request that is "
    "repeated with the same Idempotency-Key changes nothing and gets the same answer.",
)
def report_encounters(
    request: HttpRequest,
    report: ReportIn,
    idempotency_key: Annotated[
        str, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[!-~]+$")
    ],
) -> dict[str, Any]:
    """Take a report. Every problem with the request as a whole is answered before anything is
    stored."""
    rows = [Row(**one.model_dump()) for one in report.encounters]
    client: ApiClient = request.auth  # type: ignore[attr-defined]
    try:
        reported = report_once(
            client=client,
            key=idempotency_key,
            body=request.body,
            rows=rows,
            now=request.now,  # type: ignore[attr-defined]
        )
    except KeyReusedError:
        words = gettext("This Idempotency-Key was used for another report. Use a new one.")
        raise HttpError(409, words) from None
    return {
        "accepted": reported.accepted,
        "refused": len(rows) - reported.accepted,
        "rows": [row_out(number, reason) for number, reason in enumerate(reported.reasons)],
    }


def row_out(number: int, reason: Reason | None) -> dict[str, Any]:
    if reason is None:
        return {"row": number, "state": "accepted", "reason": None, "words": ""}
    return {"row": number, "state": "refused", "reason": reason, "words": explain(reason)}


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which places are wrong; never what stood there, which may be a number."""
    places = [".".join(str(step) for step in one["loc"]) for one in error.errors[:50]]
    return problem(422, gettext("The report is not as the OpenAPI document describes it."), places)


@api.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, gettext("No active client has this token."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, gettext("The report is too large. Send fewer encounters at a time."))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


def problem(status: int, detail: str, places: list[str] | None = None) -> HttpResponse:
    return JsonResponse({"detail": detail, "places": places or []}, status=status)


@csrf_exempt
def encounters(request: HttpRequest) -> HttpResponseBase:
    """The address of the API. A body that is too large is not even read."""
    if is_too_large(request):
        return problem(413, gettext("The report is too large. Send fewer encounters at a time."))
    return _VIEW(request)


def is_too_large(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isascii() and length.isdigit() and int(length[:12]) > LARGEST_BODY


@require_GET
def openapi_document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of the API."""
    return JsonResponse(document())


def document() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1"))


def operation_view(path: str) -> Callable[..., HttpResponseBase]:
    """The view that django-ninja made for a path; its other addresses are not ours."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and str(pattern.pattern) == path:
            return pattern.callback
    raise LookupError(path)


_VIEW = operation_view("encounters")
