"""The privacy officer's view of the audit: every audience, what was covered, how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from medverk.pages.words import week_and_year
from medverk.people.requests import PersonRequest
from medverk.releases.asking import ask_for_audit
from medverk.releases.models import Audit
from medverk.releases.open_queries import newest_audits
from medverk.rules.disclosure.audit import Flaw
from medverk.rules.weeks import Week
from medverk.surveys.names import name_of

FLAWS: Mapping[Flaw, Promise] = {
    Flaw.UNKNOWN_BLOCK: gettext_lazy("a figure is about answers that no block holds"),
    Flaw.BLOCKS_OVERLAP: gettext_lazy("an answer is in two blocks"),
    Flaw.WRONG_NUMBERS: gettext_lazy("a figure does not say what the answers say"),
    Flaw.THIN_LINE: gettext_lazy("a figure rests on too few"),
    Flaw.THIN_DIFFERENCE: gettext_lazy("figures taken together tell about too few"),
    Flaw.THIN_WITHOUT_OWN: gettext_lazy(
        "a counsellor can subtract own figures and see too few colleagues’ answers"
    ),
    Flaw.SHOWN_BEFORE: gettext_lazy("the same answers were shown twice in different ways"),
    Flaw.OTHER_PEOPLE: gettext_lazy("a correction is about other people"),
    Flaw.UNDECIDED: gettext_lazy("for some groups no proof was found in reasonable time"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit says of one kind of audience."""

    who: str
    number: int
    flaws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One questionnaire's last audit, for a template."""

    name: str
    audit: Audit
    until: str
    verdicts: tuple[Verdict, ...]
    took: str


@require_GET
def audit_page(request: PersonRequest) -> HttpResponse:
    """The last audit of each questionnaire."""
    audits = newest_audits()
    values = {
        "reports": [report_of(audit) for audit in audits],
        "clean": all(audit.is_clean for audit in audits),
        "newest": max((audit.begun_at for audit in audits), default=None),
    }
    return render(request, "groups/audit.html", values)


@require_POST
def run_audit(request: PersonRequest) -> HttpResponse:
    """Have it done once more."""
    ask_for_audit(by=request.person, now=request.now)
    messages.success(
        request, _("The audit has been asked for. It begins within a minute; open this page again.")
    )
    return redirect("audit")


def report_of(audit: Audit) -> Report:
    """Everybody, and the counsellors each with what they see of their own."""
    return Report(
        name=name_of(audit.questionnaire.key),
        audit=audit,
        until=week_and_year(Week.parse(audit.until)),
        verdicts=(
            Verdict(_("Everybody: open figures and groups"), 1, flaws_of(audit, "open")),
            Verdict(
                _("Each counsellor who has own figures"),
                audit.own_audiences,
                flaws_of(audit, "own"),
            ),
        ),
        took=took_text(audit.seconds),
    )


def flaws_of(audit: Audit, kind: str) -> tuple[str, ...]:
    """What was found, without how often: that says nothing of how bad it is."""
    return tuple(str(FLAWS[Flaw(code)]) for code in audit.flaws.get(kind, {}))


def took_text(seconds: float) -> str:
    if seconds < 1:
        return _("less than a second")
    if seconds < 90:
        number = round(seconds)
        return ngettext("%(number)s second", "%(number)s seconds", number) % {"number": number}
    number = round(seconds / 60)
    return ngettext("%(number)s minute", "%(number)s minutes", number) % {"number": number}
