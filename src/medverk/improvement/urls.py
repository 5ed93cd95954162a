"""Addresses of findings and improvements: each of one unit."""

from medverk.improvement.views import boards, findings, following, guidance, planning
from medverk.people.access import Action
from medverk.people.routes import route
from medverk.rules.improvement.guidance import GuidanceEvent

FINDINGS = "units/<int:unit>/findings/"
FINDING = f"{FINDINGS}<int:finding>/"
IMPROVEMENTS = "units/<int:unit>/improvements/"
IMPROVEMENT = f"{IMPROVEMENTS}<int:improvement>/"
GUIDANCE = "guidance/<uuid:guidance>/"
TALK = Action.TALK_OF_GUIDANCE
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
    route("guidance/", guidance.talks, TALK, name="guidance"),
    route("guidance/ask/", guidance.ask, Action.ASK_FOR_GUIDANCE, name="ask_for_guidance"),
    *(
        route(f"{GUIDANCE}{event}/", guidance.move, TALK, name=f"{event}_guidance", event=event)
        for event in GuidanceEvent
    ),
    route(f"{GUIDANCE}delete/", guidance.delete, TALK, name="delete_guidance"),
]
