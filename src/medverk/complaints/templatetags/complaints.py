"""Words of complaints in templates."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.complaints.catalogue import benefit_word, numbered, theme_word
from medverk.complaints.codes import AnswerChannel, Behalf, Elsewhere, Kind, ReplyBy
from medverk.complaints.departing import Piece
from medverk.complaints.models import AnswerLetter, Complaint, LetterState
from medverk.complaints.words import (
    BEHALVES,
    CHANNELS,
    FOUND,
    KINDS,
    LETTER_STATES,
    OUTCOMES,
    PLACES,
    REPLIES,
    STATE_COLOURS,
    STATES,
    URGENCIES,
)
from medverk.rules.complaints.deadlines import Urgency
from medverk.rules.complaints.life import ComplaintState, Outcome

register = template.Library()


def tag(colour: str, words: object) -> SafeString:
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', colour, words)


@register.filter
def state_tag(complaint: Complaint) -> SafeString:
    state = ComplaintState(complaint.state)
    return tag(STATE_COLOURS[state], STATES[state])


@register.filter
def urgency_tag(urgency: Urgency) -> SafeString | str:
    """Nothing where there is time enough."""
    if urgency is Urgency.CALM:
        return ""
    return tag("danger" if urgency is Urgency.OVERDUE else "warning", URGENCIES[urgency])


@register.filter
def kind(complaint: Complaint) -> str:
    return str(KINDS[Kind(complaint.kind)])


@register.filter
def behalf(complaint: Complaint) -> str:
    return str(BEHALVES[Behalf(complaint.behalf)])


@register.filter
def reply_by(complaint: Complaint) -> str:
    return str(REPLIES[ReplyBy(complaint.reply_by)]) if complaint.reply_by else ""


@register.filter
def theme(complaint: Complaint) -> str:
    version = numbered(complaint.classification, timezone.localdate(complaint.received_at))
    return theme_word(version, complaint.theme, complaint.subtheme)


@register.filter
def benefit(complaint: Complaint) -> str:
    version = numbered(complaint.classification, timezone.localdate(complaint.received_at))
    return benefit_word(version, complaint.benefit)


@register.filter
def outcome(complaint: Complaint) -> str:
    return str(OUTCOMES[Outcome(complaint.outcome)]) if complaint.outcome else ""


@register.filter
def channel(complaint: Complaint) -> str:
    return str(CHANNELS[AnswerChannel(complaint.answer_channel)])


@register.filter
def elsewhere(complaint: Complaint) -> str:
    return str(PLACES[Elsewhere(complaint.routed_to)])


@register.filter
def letter_state(letter: AnswerLetter) -> str:
    return str(LETTER_STATES[LetterState(letter.state)])


@register.filter
def marked(pieces: list[Piece]) -> SafeString:
    """The text with what was found in <mark>, and said in words for who does not see the colour."""
    shown = [
        marked_piece(piece) if piece.span else format_html("{}", piece.text) for piece in pieces
    ]
    return SafeString("".join(shown))


def marked_piece(piece: Piece) -> SafeString:
    what = FOUND[piece.span.kind] if piece.span else ""
    sure = "" if piece.is_certain else " hint"
    return format_html(
        '<mark class="found{}">{}<span class="what"> ({})</span></mark>', sure, piece.text, what
    )


@register.filter
def found_words(pieces: list[Piece]) -> str:
    """What was found, each kind once: the sentence above the text."""
    kinds = dict.fromkeys(str(FOUND[piece.span.kind]) for piece in pieces if piece.span)
    return ", ".join(kinds) if kinds else _("nothing")
