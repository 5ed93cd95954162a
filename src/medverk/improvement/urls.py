"""Addresses of findings and improvements: each of one unit."""

from medverk.improvement.views import boards, findings, following, planning
from medverk.people.access import Action
from medverk.people.routes import route

FINDINGS = "units/<int:unit>/findings/"
FINDING = f"{FINDINGS}<int:finding>/"
IMPROVEMENTS = "units/<int:unit>/improvements/"
IMPROVEMENT = f"{IMPROVEMENTS}<int:improvement>/"
SEE, WRITE = Action.SEE_IMPROVEMENTS, Action.WRITE_IMPROVEMENTS

urlpatterns = [
    route(FINDINGS, findings.findings, SEE, name="findings"),
    route(f"{FINDINGS}new/", findings.new_finding, WRITE, name="finding-new"),
    route(
        f"{FINDING}aside/",
        findings.set_aside,
        WRITE,
        name="finding_set_aside",
    ),
    route(f"{FINDING}improve/", planning.new, WRITE, name="improvement_new"),
    route(IMPROVEMENTS, boards.board, SEE, name="improvements"),
    route(f"{IMPROVEMENTS}list/", boards.in_state, SEE, name="improvements_in_state"),
    route(f"{IMPROVEMENTS}meeting/", boards.meeting, SEE, name="meeting"),
    route(f"{IMPROVEMENTS}meeting.pdf", boards.meeting_document, SEE, name="meeting_document"),
    route(f"{IMPROVEMENTS}agenda/", boards.agenda, SEE, name="agenda"),
    route(f"{IMPROVEMENTS}agenda.pdf", boards.agenda_document, SEE, name="agenda_document"),
    route(IMPROVEMENT, following.improvement, SEE, name="improvement"),
    route(f"{IMPROVEMENT}plan/", planning.plan, WRITE, name="improvement_plan"),
    route(f"{IMPROVEMENT}note/", following.note, WRITE, name="improvement_note"),
    route(f"{IMPROVEMENT}evaluate/", following.evaluate, WRITE, name="improvement_evaluate"),
    route(f"{IMPROVEMENT}end/", following.end, WRITE, name="improvement_end"),
    route(f"{IMPROVEMENT}drop/", following.drop, WRITE, name="improvement_drop"),
    route(f"{IMPROVEMENT}share/", following.share, WRITE, name="improvement_share", stop=False),
    route(f"{IMPROVEMENT}keep/", following.share, WRITE, name="improvement_keep", stop=True),
]
