"""Addresses of this room."""

from medverk.invitations import api
from medverk.invitations.views import clients, inviting, sending, upload
from medverk.people.access import Action
from medverk.people.routes import route

urlpatterns = [
    route("units/<int:unit>/invite/", inviting.invite, Action.INVITE, name="invite"),
    route("units/<int:unit>/slips/", inviting.slip_sheet, Action.INVITE, name="slip_sheet"),
    route(
        "units/<int:unit>/interview-code/",
        inviting.interview_code,
        Action.INVITE,
        name="interview_code",
    ),
    route("units/<int:unit>/sending/", sending.sending, Action.SEE_SENDING, name="sending"),
    route(
        "units/<int:unit>/conversations/",
        upload.upload_encounters,
        Action.UPLOAD_ENCOUNTERS,
        name="upload_encounters",
    ),
    route("outbox/", sending.outbox, Action.SEE_OUTBOX, name="outbox"),
    route("connections/", clients.api_clients, Action.MANAGE_API_CLIENTS, name="api_clients"),
    route(
        "connections/<int:client>/revoke/",
        clients.revoke_api_client,
        Action.MANAGE_API_CLIENTS,
        name="revoke_api_client",
    ),
    route("api/v1/encounters", api.encounters, Action.CALL_API, name="api_encounters"),
    route("api/v1/openapi.json", api.openapi_document, Action.CALL_API, name="openapi_document"),
]
