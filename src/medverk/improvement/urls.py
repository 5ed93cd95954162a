"""Addresses of findings and improvements: each of one unit."""

from medverk.improvement.views import findings
from medverk.people.access import Action
from medverk.people.routes import route

FINDINGS = "units/<int:unit>/findings/"
FINDING = f"{FINDINGS}<int:finding>/"

urlpatterns = [
    route(FINDINGS, findings.findings, Action.SEE_IMPROVEMENTS, name="findings"),
    route(f"{FINDINGS}new/", findings.new_finding, Action.WRITE_IMPROVEMENTS, name="finding-new"),
    route(
        f"{FINDING}aside/",
        findings.set_aside,
        Action.WRITE_IMPROVEMENTS,
        name="finding_set_aside",
    ),
]
