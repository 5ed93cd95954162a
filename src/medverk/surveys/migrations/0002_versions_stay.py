"""What people have answered must keep its meaning, whatever the code above the database does."""

from django.db import migrations

VERSIONS_STAY = """
CREATE FUNCTION surveys_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % is in use and never changes; make a new one', OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER version_in_use_stays
    BEFORE UPDATE OR DELETE ON surveys_version
    FOR EACH ROW WHEN (OLD.in_use_from IS NOT NULL)
    EXECUTE FUNCTION surveys_version_stays();

CREATE FUNCTION surveys_reviewed_texts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reviewed texts do not change; withdraw the review first'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER reviewed_texts_stay
    BEFORE UPDATE ON surveys_translation
    FOR EACH ROW WHEN (
        OLD.status = 'reviewed' AND NEW.status = 'reviewed'
        AND (OLD.texts, OLD.language, OLD.version_id)
            IS DISTINCT FROM (NEW.texts, NEW.language, NEW.version_id)
    )
    EXECUTE FUNCTION surveys_reviewed_texts_stay();
"""

UNDO = """
DROP TRIGGER reviewed_texts_stay ON surveys_translation;
DROP FUNCTION surveys_reviewed_texts_stay();
DROP TRIGGER version_in_use_stays ON surveys_version;
DROP FUNCTION surveys_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunSQL(VERSIONS_STAY, UNDO)]
