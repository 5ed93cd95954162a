"""Write docs/generated/ from the code: what it says is what the program does.

    python -m tools.generated        write the documents (`make docs`)

A test renders them again and compares, so that none can fall behind.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "generated"
HEAD = "<!-- Written by tools/generated.py; `make docs` writes it again. -->\n\n"

Lines = Iterable[str]


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Lines:
    """A Markdown table."""
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def words(code: str) -> str:
    return code.replace("_", " ")


def access() -> Lines:
    """Role by action, with how far each grant reaches."""
    from medverk.people.access import ACCESS, ANYONE, Action, Role

    scopes = {(grant.role, grant.action): words(grant.scope) for grant in ACCESS}
    yield "# Who may do what"
    yield ""
    yield "From `medverk/people/access.py`; a test opens every address of the site as every role."
    yield "*Self*: pages that name no unit. *Unit*: the unit in which the person has the role."
    yield "*Below*: that unit and every unit under it. Empty: refused."
    yield ""
    yield from table(
        ("", *(words(role) for role in Role)),
        (
            (words(action), *(scopes.get((role, action), "") for role in Role))
            for action in Action
            if action not in ANYONE
        ),
    )
    yield ""
    yield "Anyone, logged in or not (some ask for a token or a signature of their own): "
    yield f"{', '.join(words(action) for action in Action if action in ANYONE)}."


def addresses() -> Lines:
    """Every address with the action that guards it."""
    from django.urls import URLPattern, URLResolver, get_resolver

    from medverk.people.routes import ACTIONS

    def walk(
        patterns: list[URLPattern | URLResolver], before: str
    ) -> Iterator[tuple[str, str, str]]:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            else:
                name = pattern.name or ""
                yield path, name, words(ACTIONS[name])

    yield "# The addresses"
    yield ""
    found = sorted(walk(get_resolver().url_patterns, "/"))
    yield from table(
        ("address", "name", "action"),
        ((f"`{path}`", f"`{name}`", action) for path, name, action in found),
    )


def environment() -> Lines:
    """Every variable that a place can set."""
    from medverk.environment import VARIABLES
    from medverk.project.checks.variables import NEEDED

    used = defaultdict(list)
    for process, names in NEEDED.items():
        for name in names:
            used[name].append(f"`{process}`")
    yield "# Environment variables"
    yield ""
    yield "*Needed by*: the processes that do not work without it. *Secret*: keep it out of files"
    yield "that others can read, and out of the environment of other processes."
    yield ""
    rows = (
        (f"`{each.name}`", each.why, ", ".join(used[each.name]), "yes" if each.secret else "")
        for each in VARIABLES
    )
    yield from table(("variable", "what it is", "needed by", "secret"), rows)


def privacy() -> Lines:
    """The class of every field, and what each database role may do with each table."""
    from medverk.people.privacy import Privacy
    from medverk.project.privileges import GRANTED, LIBRARIES, our_models, privileges_of

    yield "# Privacy of every field, privileges of every role"
    yield ""
    yield f"Classes: {', '.join(Privacy)} (`medverk/people/privacy.py`). The owner, who only"
    yield "migrates, can do everything; the roles of the running processes can do this and no more."
    for model in our_models():
        yield ""
        yield f"## {model._meta.label}"
        yield ""
        for role in GRANTED:
            rights = ", ".join(sorted(privileges_of(model, role))) or "nothing"
            yield f"- {role}: {rights}"
        yield ""
        classes: dict[str, Privacy] = model.privacy  # type: ignore[attr-defined]
        fields = [field.name for field in model._meta.concrete_fields]
        yield from table(("field", "class"), ((f"`{name}`", classes[name]) for name in fields))
    yield ""
    yield "## Tables of libraries"
    yield ""
    rows = (
        (f"`{name}`", *(", ".join(sorted(rights.get(role, ()))) for role in GRANTED))
        for name, rights in sorted(LIBRARIES.items())
    )
    yield from table(("table", *GRANTED), rows)


def life(title: str, transitions: Mapping[tuple[str, str], str]) -> Lines:
    """The life of one kind of thing, as a diagram."""
    yield f"# {title}"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for (before, event), after in transitions.items():
        yield f"    {before} --> {after}: {event}"
    yield "```"


def pilot_states() -> Lines:
    """The life of a pilot."""
    from medverk.rules.pilots import TRANSITIONS

    return life("The life of a pilot", TRANSITIONS)


def exchange_states() -> Lines:
    """The life of feedback between units."""
    from medverk.rules.exchange import TRANSITIONS

    return life("The life of feedback between units", TRANSITIONS)


def review_round_states() -> Lines:
    """The life of a round of quality reviews."""
    from medverk.rules.reviews import ROUND_TRANSITIONS

    return life("The life of a round of reviews", ROUND_TRANSITIONS)


def review_case_states() -> Lines:
    """The life of one case in a round."""
    from medverk.rules.reviews import CASE_TRANSITIONS

    return life("The life of a case in a round of reviews", CASE_TRANSITIONS)


def complaint_states() -> Lines:
    """The life of a service complaint."""
    from medverk.rules.complaints.life import TRANSITIONS

    return life("The life of a service complaint", TRANSITIONS)


def improvement_states() -> Lines:
    """The life of an improvement."""
    from medverk.rules.improvement.states import TRANSITIONS

    return life("The life of an improvement", TRANSITIONS)


def guidance_states() -> Lines:
    """The life of a request for individual guidance."""
    from medverk.rules.improvement.guidance import GUIDANCE_TRANSITIONS

    return life("The life of a request for guidance", GUIDANCE_TRANSITIONS)


def letter_states() -> Lines:
    """The states of a monthly letter to one person."""
    from medverk.rules.experiences import LETTER_TRANSITIONS

    return life("The life of a monthly letter", LETTER_TRANSITIONS)


def rooms() -> Lines:
    """The rooms of the house, what each is for, and which rooms each one knows."""
    from tools.house import ROOMS, purpose, rooms_known_by

    yield "# The map of the house"
    yield ""
    yield "Rooms as they stand in `src/medverk`, from the top down."
    yield "A room knows only rooms below it."
    yield ""
    yield from table(
        ("room", "what it is for", "knows"),
        (
            (f"`{room}`", purpose(room), ", ".join(rooms_known_by(room)) or "nobody")
            for room in ROOMS
        ),
    )


def breakdown_examples() -> Lines:
    """Worked examples of breakdowns, from the tests that hold them."""
    from tools.breakdowns_document import breakdowns

    return breakdowns()


DOCUMENTS: dict[str, Callable[[], Lines]] = {
    "access.md": access,
    "breakdowns.md": breakdown_examples,
    "addresses.md": addresses,
    "environment.md": environment,
    "pilot-states.md": pilot_states,
    "exchange-states.md": exchange_states,
    "complaint-states.md": complaint_states,
    "review-round-states.md": review_round_states,
    "review-case-states.md": review_case_states,
    "improvement-states.md": improvement_states,
    "guidance-states.md": guidance_states,
    "letter-states.md": letter_states,
    "house.md": rooms,
    "privacy.md": privacy,
}


def render(name: str) -> str:
    """The text of one document; Django is set up already."""
    return HEAD + "\n".join(DOCUMENTS[name]()) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medverk.project.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in DOCUMENTS:
        (FOLDER / name).write_text(render(name), "utf8")


if __name__ == "__main__":
    main()
