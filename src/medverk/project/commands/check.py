"""Say in a sentence each what is missing or unsafe. Exit code 0: nothing; 1: something.

On a machine that runs only some of the processes, name them; a variable that another process needs
is then not asked for. `--no-server` leaves out what needs the database and the running processes.

    medverk check
    medverk check --process serve --process worker
    medverk check --json
"""

import argparse
import json
from dataclasses import asdict

from medverk.environment import DatabaseRole, Environment, EnvironmentError, read_environment
from medverk.project.checks.finding import Finding
from medverk.project.checks.variables import NEEDED, check_variables

ROLE_OF = {
    "serve": DatabaseRole.WEB,
    "worker": DatabaseRole.WEB,
    "releaser": DatabaseRole.RELEASER,
    "migrate": DatabaseRole.OWNER,
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--process",
        action="append",
        choices=list(NEEDED),
        help="check what this process needs; can be repeated (all)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
    parser.add_argument("--no-server", action="store_true", help="look at the variables only")


def run(options: argparse.Namespace) -> int:
    processes = options.process or list(NEEDED)
    findings = find(processes, server=not options.no_server)
    print(as_json(findings) if options.json else as_text(findings))
    return 1 if findings else 0


def find(processes: list[str], *, server: bool) -> list[Finding]:
    """All findings; those that make the rest impossible come alone."""
    from medverk.project.embedded import use_embedded_database

    use_embedded_database()
    try:
        environment = read_environment()
    except EnvironmentError as error:
        return [Finding("MEDVERK_DEMO", str(error))]
    findings = check_variables(environment, processes)
    urls = database_urls(environment, processes)
    if server and urls:
        findings += find_on_server(urls, processes)
    return findings


def database_urls(environment: Environment, processes: list[str]) -> dict[DatabaseRole, str]:
    roles = dict.fromkeys(ROLE_OF[process] for process in processes)
    found = {role: environment.get(f"MEDVERK_{role.upper()}_DATABASE_URL") for role in roles}
    return {role: url for role, url in found.items() if url}


def find_on_server(urls: dict[DatabaseRole, str], processes: list[str]) -> list[Finding]:
    from medverk.project.commands import start_django

    start_django(next(iter(urls)))
    from django.utils import timezone

    from medverk.project.checks.installation import check_installation
    from medverk.project.checks.server import check_server

    findings = check_server(urls)
    if findings_about_address(findings):
        return findings
    return findings + check_installation(timezone.now())


def findings_about_address(findings: list[Finding]) -> bool:
    return any(finding.about.endswith("_DATABASE_URL") for finding in findings)


def as_text(findings: list[Finding]) -> str:
    if not findings:
        return "Nothing is missing and nothing is unsafe."
    return "\n".join(f"- {finding.sentence}" for finding in findings)


def as_json(findings: list[Finding]) -> str:
    state = "something is missing or unsafe" if findings else "good"
    return json.dumps({"state": state, "findings": [asdict(each) for each in findings]}, indent=1)
