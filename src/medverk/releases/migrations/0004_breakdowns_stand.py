"""Breakdowns stand as all that is published does, and so does what audits found [disclosure G5]."""

from django.db import migrations

NEVER_CHANGED = ("salt", "edition", "breakdown", "covered", "cell", "cellwithheld", "audit")

FUNCTIONS = """
CREATE FUNCTION releases_breakdown_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM releases_edition e JOIN releases_release r ON r.id = e.release_id
        WHERE e.id = NEW.edition_id
    ) THEN
        RAISE EXCEPTION 'edition % stands: nothing can be added to it', NEW.edition_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION releases_covered_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM releases_breakdown b JOIN releases_edition e ON e.id = b.edition_id
        JOIN releases_release r ON r.id = e.release_id
        WHERE b.id = NEW.breakdown_id
    ) THEN
        RAISE EXCEPTION 'breakdown % stands: nothing can be added to it', NEW.breakdown_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION releases_cell_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM releases_covered c JOIN releases_breakdown b ON b.id = c.breakdown_id
        JOIN releases_edition e ON e.id = b.edition_id
        JOIN releases_release r ON r.id = e.release_id
        WHERE c.id = NEW.covered_id
    ) THEN
        RAISE EXCEPTION 'breakdown of % stands: nothing can be added to it', NEW.covered_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

STANDS = """
CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON releases_{table}
    FOR EACH ROW EXECUTE FUNCTION releases_stands();
"""

COMPLETE = """
CREATE TRIGGER {table}_before_its_release BEFORE INSERT ON releases_{table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
"""

BEFORE_THE_RELEASE = {
    "salt": "releases_is_complete",
    "edition": "releases_is_complete",
    "breakdown": "releases_breakdown_is_complete",
    "covered": "releases_covered_is_complete",
    "cell": "releases_cell_is_complete",
    "cellwithheld": "releases_covered_is_complete",
}

UNDO = "".join(
    [
        *(f"DROP TRIGGER {table}_stands ON releases_{table};" for table in NEVER_CHANGED),
        *(
            f"DROP TRIGGER {table}_before_its_release ON releases_{table};"
            for table in BEFORE_THE_RELEASE
        ),
        "DROP FUNCTION releases_breakdown_is_complete();",
        "DROP FUNCTION releases_covered_is_complete();",
        "DROP FUNCTION releases_cell_is_complete();",
    ]
)

EVERYTHING = (
    FUNCTIONS
    + "".join(STANDS.format(table=table) for table in NEVER_CHANGED)
    + "".join(
        COMPLETE.format(table=table, function=function)
        for table, function in BEFORE_THE_RELEASE.items()
    )
)


class Migration(migrations.Migration):
    dependencies = [("releases", "0003_breakdowns")]

    operations = [migrations.RunSQL(EVERYTHING, UNDO)]
