from django.db import migrations

ADD = """
ALTER TABLE invitations_message ADD CONSTRAINT message_goes_with_its_invitation
FOREIGN KEY (invitation_id) REFERENCES invitations_invitation (id) ON DELETE CASCADE
"""
DROP = "ALTER TABLE invitations_message DROP CONSTRAINT message_goes_with_its_invitation"


class Migration(migrations.Migration):
    dependencies = [("invitations", "0001_initial")]

    operations = [migrations.RunSQL(ADD, DROP)]
