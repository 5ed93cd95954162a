from django.db import migrations

# The lock comes first and each statement after it sees what was committed before it, so no row is
# lost. The tables are locked in the order in which an invitation uses them.
ADD = """
CREATE FUNCTION invitations_shuffle() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
    never invitations_donotask[];
    asked invitations_asked[];
    replies invitations_replyaddress[];
BEGIN
    LOCK TABLE invitations_donotask, invitations_asked, invitations_replyaddress
        IN ACCESS EXCLUSIVE MODE;
    SELECT array_agg(one ORDER BY gen_random_uuid()) INTO never FROM invitations_donotask AS one;
    SELECT array_agg(one ORDER BY gen_random_uuid()) INTO asked FROM invitations_asked AS one;
    SELECT array_agg(one ORDER BY gen_random_uuid()) INTO replies
        FROM invitations_replyaddress AS one;
    TRUNCATE invitations_donotask, invitations_asked, invitations_replyaddress;
    INSERT INTO invitations_donotask SELECT * FROM unnest(never);
    INSERT INTO invitations_asked SELECT * FROM unnest(asked);
    INSERT INTO invitations_replyaddress SELECT * FROM unnest(replies);
END
$$
"""
DROP = "DROP FUNCTION invitations_shuffle()"


class Migration(migrations.Migration):
    dependencies = [("invitations", "0002_messages_go_with_their_invitation")]

    operations = [migrations.RunSQL(ADD, DROP)]
