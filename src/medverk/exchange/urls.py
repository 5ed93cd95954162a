"""Addresses of feedback between units: each is seen from one of the two units."""

from medverk.exchange import views
from medverk.people.access import Action
from medverk.people.routes import route

EXCHANGE = "units/<int:unit>/exchange/"
FEEDBACK = f"{EXCHANGE}<int:feedback>/"

urlpatterns = [
    route(EXCHANGE, views.received, Action.SEE_EXCHANGE, name="exchange"),
    route(f"{EXCHANGE}sent/", views.sent, Action.SEE_EXCHANGE, name="exchange_sent"),
    route(f"{EXCHANGE}units/", views.units, Action.SEE_EXCHANGE, name="exchange_units"),
    route(f"{EXCHANGE}send/", views.find_receiver, Action.SEND_EXCHANGE, name="find_receiver"),
    route(
        f"{EXCHANGE}send/<int:receiver>/", views.send, Action.SEND_EXCHANGE, name="send_feedback"
    ),
    route(FEEDBACK, views.feedback, Action.SEE_EXCHANGE, name="feedback"),
    route(f"{FEEDBACK}answer/", views.answer, Action.ANSWER_EXCHANGE, name="answer_feedback"),
    route(f"{FEEDBACK}outcome/", views.tell, Action.ANSWER_EXCHANGE, name="tell_outcome"),
    route(f"{FEEDBACK}withdraw/", views.withdraw, Action.SEND_EXCHANGE, name="withdraw_feedback"),
]
