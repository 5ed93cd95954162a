"""Tables of units, persons, their roles, and the log of what persons did."""

from django.db import models
from django.db.models import F, Q

from medverk.people.access import Role
from medverk.people.logged import words_for
from medverk.people.privacy import APPEND, INSERT, READ, WRITE, DatabaseRole, Privacy


class Level(models.TextChoices):
    """Where a unit stands when results are added up [disclosure]."""

    OFFICE = "office"
    REGION = "region"
    COUNTY = "county"
    COUNTRY = "country"


class UnitType(models.TextChoices):
    """The agency's own codes (ecosystem.md)."""

    OFFICE = "LOKAL"
    REGION = "REGION"
    COUNTY = "FYLKE"
    CONTACT_CENTRE = "KONTAKT"
    DIRECTORATE = "DIR"


LEVEL_OF_TYPE = {
    UnitType.OFFICE: Level.OFFICE,
    UnitType.CONTACT_CENTRE: Level.OFFICE,
    UnitType.REGION: Level.REGION,
    UnitType.COUNTY: Level.COUNTY,
    UnitType.DIRECTORATE: Level.COUNTRY,
}


# Where a role makes sense: a counsellor works in an office, not in a directorate.
UNIT_TYPES_OF_ROLE: dict[Role, frozenset[UnitType]] = {
    Role.COUNSELLOR: frozenset({UnitType.OFFICE, UnitType.CONTACT_CENTRE}),
    Role.INTERVIEWER: frozenset(UnitType),  # may serve one office, a county or all of them [F10]
    Role.CASEWORKER: frozenset(UnitType),  # answers complaints of that unit and those below it [S1]
    Role.OFFICE_LEADER: frozenset({UnitType.OFFICE, UnitType.CONTACT_CENTRE}),
    Role.COUNTY_STAFF: frozenset({UnitType.COUNTY, UnitType.REGION}),
    Role.DIRECTORATE: frozenset({UnitType.DIRECTORATE}),
    Role.CONTACT_CENTRE: frozenset({UnitType.CONTACT_CENTRE}),
    Role.PRIVACY_OFFICER: frozenset(UnitType),
    Role.ADMINISTRATOR: frozenset(UnitType),
}


class UnitStatus(models.TextChoices):
    PLANNED = "UNDER_ETABLERING"
    ACTIVE = "AKTIV"
    CLOSING = "UNDER_AVVIKLING"
    CLOSED = "NEDLAGT"


class Unit(models.Model):
    """An office, region, county, contact centre or directorate. A number alone is not unique."""

    number = models.CharField(max_length=10)
    type = models.CharField(max_length=10, choices=UnitType)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=20, choices=UnitStatus, default=UnitStatus.ACTIVE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    privacy = dict.fromkeys(
        ("id", "number", "type", "name", "status", "valid_from", "valid_to", "parent"),
        Privacy.PUBLIC,
    )
    privileges = {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: READ}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "type"], name="unit_number_and_type"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="unit_validity"
            ),
            models.CheckConstraint(
                condition=Q(type="DIR", parent=None) | (~Q(type="DIR") & Q(parent__isnull=False)),
                name="unit_parent_unless_directorate",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> Level:
        return LEVEL_OF_TYPE[UnitType(self.type)]


REMINDER_HOURS = (12, 14, 15, 16, 17)
USUAL_REMINDER_HOUR = 15


class Person(models.Model):
    """Someone who works with Medverk. Respondents are never persons here."""

    subject = models.CharField(max_length=200, unique=True)  # `sub` of the login provider
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    ident = models.CharField(
        max_length=20, unique=True
    )  # the employee's number, as calendars send it
    language = models.CharField(max_length=5, default="nb")
    wants_reminder = models.BooleanField(default=False)  # [F2] after the day's last conversation
    reminder_hour = models.PositiveSmallIntegerField(default=USUAL_REMINDER_HOUR)  # local time
    active = models.BooleanField(default=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("subject", "name", "email", "ident", "language", "active"),
            Privacy.STAFF,
        ),
        **dict.fromkeys(
            ("wants_reminder", "reminder_hour"),
            Privacy.STAFF,
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: READ}

    def __str__(self) -> str:
        return self.name


class EmailKind(models.TextChoices):
    """What a person can be reminded of by e-mail, and can turn off.

    Complaints are none of these: they are to be answered in three weeks, whoever is at work [S4].
    """

    IMPROVEMENT = "improvement"
    GUIDANCE = "guidance"
    REVIEW = "review"
    FEEDBACK = "feedback"
    NEWS = "news"


class EmailTurnedOff(models.Model):
    """A person wants no e-mails of a kind. Without a row they come."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=EmailKind)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("person", "kind"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="email_turned_off_once"),
            models.CheckConstraint(
                condition=Q(kind__in=EmailKind.values), name="email_turned_off_kind"
            ),
        ]


class Membership(models.Model):
    """A person has a role in a unit from a date to a date."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("person", "role", "unit", "valid_from", "valid_to"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: READ}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_validity",
            ),
        ]


class LogEntry(models.Model):
    """What a person did: append-only, by the database's privileges [architecture, decision 7].

    `about` is a short constant code or a unit's or version's name, never anything about a
    person served, an invitation or an answer [disclosure G3].
    """

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=200, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        "at": Privacy.INTERNAL,
        "by": Privacy.STAFF,
        "action": Privacy.INTERNAL,
        "unit": Privacy.INTERNAL,
        "about": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: APPEND, DatabaseRole.RELEASER: INSERT}

    class Meta:
        indexes = [models.Index(fields=["-at"], name="log_newest_first")]

    @property
    def what(self) -> str:
        """The kind of action, in words in the active language."""
        return words_for(self.action)
