"""Addresses of pilots: a county's pages, and the same pilot seen from one of its offices."""

from medverk.people.access import Action
from medverk.people.routes import route
from medverk.pilots import views
from medverk.rules.pilots import PilotEvent

PILOTS = "units/<int:unit>/pilots/"
PILOT = f"{PILOTS}<int:pilot>/"

urlpatterns = [
    route(PILOTS, views.pilots, Action.SEE_PILOT, name="pilots"),
    route(f"{PILOTS}new/", views.new_pilot, Action.MANAGE_PILOT, name="new_pilot"),
    route(PILOT, views.pilot, Action.SEE_PILOT, name="pilot"),
    route(f"{PILOT}change/", views.change_pilot, Action.MANAGE_PILOT, name="change_pilot"),
    route(
        f"{PILOT}start/",
        views.move_pilot,
        Action.MANAGE_PILOT,
        name="start_pilot",
        event=PilotEvent.START,
    ),
    route(
        f"{PILOT}end/",
        views.move_pilot,
        Action.MANAGE_PILOT,
        name="end_pilot",
        event=PilotEvent.END,
    ),
    route(f"{PILOT}answer/", views.answer_pilot, Action.ANSWER_PILOT, name="answer_pilot"),
    route(f"{PILOT}evaluation/", views.evaluation, Action.SEE_PILOT, name="pilot_evaluation"),
    route(
        f"{PILOT}evaluation.pdf",
        views.evaluation_document,
        Action.SEE_PILOT,
        name="pilot_evaluation_document",
    ),
    route(f"{PILOT}decide/", views.decide_pilot, Action.MANAGE_PILOT, name="decide_pilot"),
]
