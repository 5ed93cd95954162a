"""What is published stands, and no week of an office is ever in two blocks [disclosure G5, G2].

- Rows of a release are neither changed nor deleted, by the owner of the database neither.
- The row of the release itself comes last. Once it stands, nothing can be added to it.
- The exclusion constraint needs one range that names questionnaire, office and weeks together: 16
  bits for the questionnaire, 34 for the office, 13 for the weeks since the first week of 1970.
"""

from django.db import migrations

NEVER_CHANGED = ("release", "block", "blockpart", "figure", "ownfigure", "withheld", "ownwithheld")
ADDED_BEFORE_THE_RELEASE = ("block", "figure", "ownfigure", "withheld", "ownwithheld")

FUNCTIONS = """
CREATE FUNCTION releases_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is published stands: correct it by a new release'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION releases_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM releases_release WHERE id = NEW.release_id) THEN
        RAISE EXCEPTION 'release % stands: nothing can be added to it', NEW.release_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION releases_week_number(week text) RETURNS bigint LANGUAGE sql AS $$
    SELECT (to_date(week, 'IYYY"-W"IW') - DATE '1970-01-05') / 7
$$;

CREATE FUNCTION releases_part_span() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stream bigint;
    release uuid;
    place bigint;
BEGIN
    SELECT questionnaire_id, release_id INTO STRICT stream, release
        FROM releases_block WHERE id = NEW.block_id;
    IF EXISTS (SELECT FROM releases_release WHERE id = release) THEN
        RAISE EXCEPTION 'release % stands: nothing can be added to it', release
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF stream >= 1::bigint << 16 OR NEW.office_id >= 1::bigint << 34 THEN
        RAISE EXCEPTION 'a key of % or % does not fit into the span of a block', stream,
            NEW.office_id USING ERRCODE = 'numeric_value_out_of_range';
    END IF;
    place := (stream << 47) + (NEW.office_id << 13);
    NEW.span := int8range(
        place + releases_week_number(NEW.from_week),
        place + releases_week_number(NEW.to_week),
        '[]'
    );
    RETURN NEW;
END $$;

ALTER TABLE releases_blockpart ADD COLUMN span int8range NOT NULL;
ALTER TABLE releases_blockpart ADD CONSTRAINT block_weeks_once EXCLUDE USING gist (span WITH &&);
ALTER TABLE releases_blockpart ADD CONSTRAINT block_part_weeks
    CHECK (from_week ~ '^\\d{4}-W\\d{2}$' AND to_week ~ '^\\d{4}-W\\d{2}$' AND from_week <= to_week);
CREATE TRIGGER part_span BEFORE INSERT ON releases_blockpart
    FOR EACH ROW EXECUTE FUNCTION releases_part_span();
"""

STANDS = """
CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON releases_{table}
    FOR EACH ROW EXECUTE FUNCTION releases_stands();
"""

COMPLETE = """
CREATE TRIGGER {table}_before_its_release BEFORE INSERT ON releases_{table}
    FOR EACH ROW EXECUTE FUNCTION releases_is_complete();
"""

UNDO = """
DROP FUNCTION releases_stands() CASCADE;
DROP FUNCTION releases_is_complete() CASCADE;
DROP FUNCTION releases_part_span() CASCADE;
DROP FUNCTION releases_week_number(text) CASCADE;
ALTER TABLE releases_blockpart DROP CONSTRAINT block_part_weeks;
ALTER TABLE releases_blockpart DROP COLUMN span;
"""

EVERYTHING = (
    FUNCTIONS
    + "".join(STANDS.format(table=table) for table in NEVER_CHANGED)
    + "".join(COMPLETE.format(table=table) for table in ADDED_BEFORE_THE_RELEASE)
)


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]

    operations = [migrations.RunSQL(EVERYTHING, UNDO)]
