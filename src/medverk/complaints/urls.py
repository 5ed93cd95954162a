"""Addresses of service complaints: public ones, those of a unit, and the yearly reports."""

from medverk.complaints.views import cases, departing, login, public, reports, steps
from medverk.people.access import Action
from medverk.people.routes import route

PUBLIC = Action.OPEN_PUBLIC_PAGE
SEE, HANDLE = Action.SEE_COMPLAINTS, Action.HANDLE_COMPLAINTS
REPORT = Action.SEE_COMPLAINT_REPORT
COMPLAINTS = "units/<int:unit>/complaints/"
COMPLAINT = f"{COMPLAINTS}<int:complaint>/"
REPORTS = "units/<int:unit>/complaint-reports/"

urlpatterns = [
    route("complain/", public.complain, PUBLIC, name="complain"),
    route("complain/login/", login.log_in, PUBLIC, name="complain_login"),
    route("complain/login/callback/", login.callback, PUBLIC, name="complain_login_callback"),
    route("complain/state/", public.complaint_state, PUBLIC, name="complaint_state"),
    route(COMPLAINTS, cases.complaints, SEE, name="complaints"),
    route(COMPLAINT, cases.complaint, SEE, name="complaint"),
    route(f"{COMPLAINT}take/", steps.take, HANDLE, name="complaint_take"),
    route(f"{COMPLAINT}take-back/", steps.take_back, HANDLE, name="complaint_take_back"),
    route(f"{COMPLAINT}close/", steps.close, HANDLE, name="complaint_close"),
    route(f"{COMPLAINT}fault/", steps.report_fault, HANDLE, name="complaint_report_fault"),
    route(f"{COMPLAINT}class/", steps.classify, HANDLE, name="complaint_classify"),
    route(f"{COMPLAINT}answer/", steps.answer, HANDLE, name="complaint_answer"),
    route(f"{COMPLAINT}elsewhere/", steps.route_out, HANDLE, name="complaint_route_out"),
    route(f"{COMPLAINT}hand-over/", steps.hand_over, HANDLE, name="complaint_hand_over"),
    route(f"{COMPLAINT}leaving/", departing.approve, HANDLE, name="complaint_approve"),
    route(f"{COMPLAINT}leaving.txt", departing.leaving_text, HANDLE, name="complaint_leaving"),
    route(REPORTS, reports.reports, REPORT, name="complaint_reports"),
    route(f"{REPORTS}<int:year>/", reports.report, REPORT, name="complaint_report"),
    route(f"{REPORTS}<int:year>.pdf", reports.document, REPORT, name="complaint_report_document"),
]
