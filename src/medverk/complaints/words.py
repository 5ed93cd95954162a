"""The codes of complaints in words."""

from django.utils.translation import gettext_lazy as _

from medverk.complaints.codes import AnswerChannel, Behalf, Elsewhere, Kind, ReplyBy
from medverk.complaints.models import LetterState
from medverk.rules.complaints.deadlines import Urgency
from medverk.rules.complaints.life import ComplaintState, Missing, Outcome
from medverk.rules.complaints.report import Table
from medverk.rules.personal_data import Kind as Found
from medverk.rules.personal_data import Stopped

KINDS = {
    Kind.TELEPHONE: _("A telephone call"),
    Kind.OFFICE: _("A local office"),
    Kind.DIGITAL: _("Our digital services"),
    Kind.LETTER: _("A letter"),
    Kind.OTHER: _("Something else"),
}
BEHALVES = {
    Behalf.ONESELF: _("Myself"),
    Behalf.SOMEBODY: _("Another person"),
    Behalf.COMPANY: _("A company"),
}
REPLIES = {
    ReplyBy.TELEPHONE: _("By telephone"),
    ReplyBy.EMAIL: _("By e-mail"),
    ReplyBy.LETTER: _("By letter"),
}
NO_REPLY = _("I do not need an answer")
STATES = {
    ComplaintState.RECEIVED: _("received"),
    ComplaintState.IN_PROGRESS: _("being worked on"),
    ComplaintState.ANSWERED: _("answered"),
    ComplaintState.ROUTED_OUT: _("sent on to another place"),
    ComplaintState.CLOSED: _("closed"),
}
STATE_COLOURS = {
    ComplaintState.RECEIVED: "warning",
    ComplaintState.IN_PROGRESS: "info",
    ComplaintState.ANSWERED: "success",
    ComplaintState.ROUTED_OUT: "neutral",
    ComplaintState.CLOSED: "neutral",
}
# What whoever complained reads about the state.
STATE_SENTENCES = {
    ComplaintState.RECEIVED: _("We have received your complaint. Nobody has begun to work on it."),
    ComplaintState.IN_PROGRESS: _("Somebody is working on your complaint."),
    ComplaintState.ANSWERED: _("Your complaint is answered."),
    ComplaintState.ROUTED_OUT: _(
        "This was not a service complaint. It is sent on to where it belongs."
    ),
    ComplaintState.CLOSED: _("We have finished with your complaint."),
}
URGENCIES = {
    Urgency.SOON: _("soon due"),
    Urgency.OVERDUE: _("overdue"),
}
OUTCOMES = {
    Outcome.A: _("The rules were kept, and the user was well met"),
    Outcome.B: _("The rules were kept, but the user should have been met better"),
    Outcome.C: _("The rules were broken"),
    Outcome.D: _("It could not be found out"),
}
CHANNELS = {
    AnswerChannel.MEETING: _("In a meeting"),
    AnswerChannel.TELEPHONE: _("By telephone"),
    AnswerChannel.SECURE_MESSAGE: _("By secure message"),
    AnswerChannel.LETTER: _("By letter"),
    AnswerChannel.EMAIL: _("By e-mail"),
    AnswerChannel.NOT_NEEDED: _("No answer was needed"),
}
PLACES = {
    Elsewhere.APPEAL: _("It is a formal appeal of a decision"),
    Elsewhere.MUNICIPALITY: _("It is about a service of the municipality"),
    Elsewhere.OTHER_AGENCY: _("It is about another agency"),
    Elsewhere.NO_AUTHORITY: _("Whoever wrote may not speak for the person"),
    Elsewhere.NOT_A_COMPLAINT: _("It is no complaint"),
}
LETTER_STATES = {
    LetterState.QUEUED: _("The e-mail waits to be sent."),
    LetterState.SENDING: _("The e-mail is being sent."),
    LetterState.SENT: _("The e-mail is sent."),
    LetterState.UNCERTAIN: _("The e-mail is perhaps sent. Ask whether it came before you write."),
    LetterState.FAILED: _("The e-mail could not be sent. Answer in another way."),
}
REFUSALS = {
    Missing.WRONG_STATE: _("The complaint has moved on since you opened the page. Look again."),
    Missing.THEME: _("Choose a theme first."),
    Missing.OUTCOME: _("Say what you found out first."),
    Missing.CAUSE: _("Write what the cause was: there is something to learn here."),
    Missing.MEASURE: _("Write what you do about it: there is something to learn here."),
}
FOUND = {
    Found.NATIONAL_ID: _("national identity number"),
    Found.TELEPHONE: _("telephone number"),
    Found.ACCOUNT: _("account number"),
    Found.LONG_NUMBER: _("long number"),
    Found.EMAIL: _("e-mail address"),
    Found.DATE: _("date"),
    Found.ADDRESS: _("address"),
    Found.NAME: _("perhaps a name"),
}
PLACEHOLDERS = {
    Found.NATIONAL_ID: _("[identity number]"),
    Found.TELEPHONE: _("[telephone number]"),
    Found.ACCOUNT: _("[account number]"),
    Found.LONG_NUMBER: _("[number]"),
    Found.EMAIL: _("[e-mail address]"),
    Found.DATE: _("[date]"),
    Found.ADDRESS: _("[address]"),
    Found.NAME: _("[name]"),
}
STOPPED = {
    Stopped.EMPTY: _("Write what may leave."),
    Stopped.CERTAIN: _(
        "There is still a number or an e-mail address in the text. It is marked below: take it out."
    ),
    Stopped.HINTS: _(
        "Something in the text looks like a person or a day. It is marked below: take it out, or "
        "say that it leads to nobody."
    ),
}
TABLES = {
    Table.THEME: _("What the complaints were about"),
    Table.UNIT: _("Where they came from"),
    Table.OUTCOME: _("What we found out"),
    Table.TIMELY: _("Whether the answer came in time"),
    Table.KIND: _("Which contact they were about"),
    Table.CHANNEL: _("How they were answered"),
}
TIMELINESS = {
    "in_time": _("Answered within three weeks"),
    "late": _("Answered later"),
    "unanswered": _("Not answered yet"),
}
