"""Addresses of this room. Those that people open are short, because they are typed and sent."""

from medverk.intake.codes import code_page
from medverk.intake.inbound import sms_inbound
from medverk.intake.interview_views import interview_page
from medverk.intake.kiosk_views import kiosk_page, kiosk_start
from medverk.intake.views import answer_page
from medverk.people.access import Action
from medverk.people.routes import route

urlpatterns = [
    route("s/<str:token>/", answer_page, Action.OPEN_ANSWER_PAGE, name="answer_page"),
    route("kode/", code_page, Action.OPEN_ANSWER_PAGE, name="code_page"),
    route("k/<str:token>/", kiosk_page, Action.OPEN_ANSWER_PAGE, name="kiosk_page"),
    route("sms/inbound/", sms_inbound, Action.RECEIVE_SMS, name="sms_inbound"),
    route("units/<int:unit>/kiosk/", kiosk_start, Action.INVITE, name="kiosk_start"),
    route("units/<int:unit>/interview/", interview_page, Action.INTERVIEW, name="interview_page"),
]
