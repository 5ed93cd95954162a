"""What stands in the log, in words: one name for each kind of action, of every room."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOGGED: dict[str, Promise] = {
    "answers_settled": _("Sealed answers were settled"),
    "closing_planned": _("The end of a period was planned"),
    "experience_adopted": _("Took over another office’s improvement"),
    "experience_shared": _("Shared an experience with other offices"),
    "experience_withdrawn": _("Took an experience back"),
    "feedback_answered": _("Answered another unit"),
    "feedback_sent": _("Wrote to another unit"),
    "feedback_told": _("Told another unit what came of its feedback"),
    "feedback_withdrawn": _("Withdrew feedback to another unit"),
    "finding_added": _("Wrote down a finding"),
    "finding_set_aside": _("Set a finding aside"),
    "gap_closed_after_restore": _("Weeks published before a restore were given up"),
    "invited": _("Invited someone"),
    "kiosk_opened": _("Opened the tablet for answers"),
    "improvement_told": _("Told users about an improvement"),
    "improvement_untold": _("Told users no more about an improvement"),
    "language_chosen": _("Chose a language"),
    "letters_ended": _("Ended the monthly letter"),
    "letters_wanted": _("Asked for the monthly letter"),
    "logged_in": _("Logged in"),
    "made_api_client": _("Connected another system"),
    "person_added": _("Added a person"),
    "person_let_in": _("Let a person in again"),
    "person_shut_out": _("Shut a person out"),
    "persons_imported": _("Imported persons and roles"),
    "pilot_answered": _("Answered about a pilot"),
    "pilot_end": _("Ended a pilot"),
    "pilot_plan_changed": _("Changed the plan of a pilot"),
    "pilot_planned": _("Planned a pilot"),
    "pilot_roll_out": _("Decided to roll out a pilot"),
    "pilot_start": _("Started a pilot"),
    "pilot_stop": _("Decided to stop a pilot"),
    "questionnaire_put_in_use": _("Put a questionnaire in use"),
    "questionnaire_version_added": _("Added a version of a questionnaire"),
    "release_corrected": _("Corrected published figures"),
    "release_published": _("Figures were published"),
    "revoked_api_client": _("Disconnected another system"),
    "role_ended": _("Ended a role"),
    "role_given": _("Gave a role"),
    "settings_changed": _("Changed own settings"),
    "translation_review_withdrawn": _("Withdrew a translation"),
    "translation_reviewed": _("Vouched for a translation"),
    "translation_saved": _("Saved a draft translation"),
    "units_imported": _("Imported units"),
}


def words_for(action: str) -> str:
    """The name of a kind of action, or its code when a newer version wrote it."""
    return str(LOGGED.get(action, action))
