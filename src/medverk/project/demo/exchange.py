"""What units of the demo say to each other, what is answered, and what came of it [L3]."""

from dataclasses import dataclass
from datetime import date

from medverk.exchange import actions
from medverk.exchange.models import Feedback
from medverk.people.models import Unit
from medverk.project.demo.calendar import Year, at
from medverk.project.demo.places import County
from medverk.rules.exchange import Kind, Outcome
from medverk.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class Said:
    """ago: in which week before the last it was sent; answered, told: so many weeks later."""

    ago: int
    sender: str
    receiver: str
    kind: Kind
    text: str
    answered: int | None = None
    answer: str = ""
    told: int | None = None
    outcome: Outcome | None = None
    what: str = ""


SAID = (
    Said(
        22, "Stord", "Voss", Kind.IMPROVE,
        "Når en bruker flytter hit fra dere, vet vi ofte ikke hva dere har avtalt. Kan dere skrive "
        "to linjer om det i planen?",
        1, "Det har du rett i. Vi tar det opp på kontormøtet neste uke.",
        5, Outcome.CHANGED, "Vi skriver nå en kort oppsummering før en bruker flytter.",
    ),
    Said(
        13, "Sogndal", "Stryn", Kind.PRAISE,
        "Takk for at de tok imot ein brukar på kort varsel. Det gjorde stor skilnad.",
        1, "Så fint å høyre! Vi gir det vidare til alle her.",
    ),
    Said(
        6, "Bergen Nord", "Askøy", Kind.QUESTION,
        "Hvordan får dere så mange til å svare etter samtalen? Vi vil gjerne lære.",
        1, "Vi sender invitasjonen mens brukeren fremdeles sitter her. Kom gjerne på besøk.",
    ),
    Said(
        4, "Osterøy", "Bergen Nord", Kind.IMPROVE,
        "Vi får saker oversendt uten at brukeren vet det. Kan dere ringe først?",
    ),
    Said(
        1, "Voss", "Stord", Kind.QUESTION,
        "Korleis brukar de funna frå kvalitetsgjennomgangen på kontormøtet?",
    ),
)  # fmt: skip


def play_exchange(county: County, year: Year, week: Week) -> None:
    """What is sent, answered and told of in this week."""
    monday = week.first_day()
    for said in SAID:
        sent = year.last.plus(-said.ago)
        if sent < year.first:
            continue
        if week == sent:
            send(county, said, monday)
        elif said.answered and week == sent.plus(said.answered):
            answer(county, said, monday)
        elif said.told and week == sent.plus(said.told):
            tell(county, said, monday)


def send(county: County, said: Said, monday: date) -> None:
    sender, receiver = county.offices[said.sender], county.offices[said.receiver]
    actions.send(
        from_unit=sender,
        to_unit=receiver,
        kind=said.kind,
        text=said.text,
        by=county.counsellors[sender.pk][0],
        now=at(monday, 9),
    )


def answer(county: County, said: Said, monday: date) -> None:
    receiver = county.offices[said.receiver]
    actions.answer(
        feedback=find(said, receiver),
        text=said.answer,
        by=county.leaders[receiver.pk],
        now=at(monday, 10),
    )


def tell(county: County, said: Said, monday: date) -> None:
    receiver = county.offices[said.receiver]
    actions.tell(
        feedback=find(said, receiver),
        outcome=said.outcome or Outcome.NOTHING,
        text=said.what,
        by=county.leaders[receiver.pk],
        now=at(monday, 11),
    )


def find(said: Said, receiver: Unit) -> Feedback:
    return Feedback.objects.get(to_unit=receiver, text=said.text)
