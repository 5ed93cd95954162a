"""The codes of feedback between units in words."""

from django.utils.translation import gettext_lazy as _

from medverk.rules.exchange import ExchangeState, Kind, Outcome, Refusal

KINDS = {
    Kind.PRAISE: _("Praise"),
    Kind.IMPROVE: _("Something to improve"),
    Kind.QUESTION: _("A question"),
}
KIND_HELP = {
    Kind.PRAISE: _("Praise: something you did well"),
    Kind.IMPROVE: _("Something to improve: how we could work better together"),
    Kind.QUESTION: _("A question: something we wonder about"),
}
STATES = {
    ExchangeState.SENT: _("waits for an answer"),
    ExchangeState.ANSWERED: _("answered"),
    ExchangeState.CLOSED: _("finished"),
    ExchangeState.WITHDRAWN: _("withdrawn"),
}
STATE_COLOURS = {
    ExchangeState.SENT: "info",
    ExchangeState.ANSWERED: "neutral",
    ExchangeState.CLOSED: "success",
    ExchangeState.WITHDRAWN: "neutral",
}
OUTCOMES = {
    Outcome.CHANGED: _("We have changed something"),
    Outcome.EXPLAINED: _("It stays as it is, and we have said why"),
    Outcome.SHARED: _("We have shared it, so that others can learn"),
    Outcome.NOTHING: _("Nothing came of it"),
}
REFUSALS = {
    Refusal.WRONG_STATE: _("Somebody has done this already. Look at what stands here now."),
    Refusal.OWN_UNIT: _("Choose another unit than your own."),
    Refusal.NOBODY_ANSWERS: _("Nobody can answer in that unit now. Choose another."),
}
