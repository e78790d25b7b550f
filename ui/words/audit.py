"""The audit record in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from models.clinic.clinic import PROGRAM
from models.storage.sign_in_log import Way
from models.trail import Action
from ui.translation import mark, plural, tr
from ui.words.wording import isolated, short_day_text, time_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from models.pages.audit import AuditLine

_COMINGS = (Action.SIGN_IN, Action.SIGN_OUT)
_ACTIONS = {
    Action.INSERT: mark("Added"),
    Action.UPDATE: mark("Changed"),
    Action.DELETE: mark("Removed"),
    Action.BULK: mark("Added many"),
    Action.READ: mark("Read"),
    Action.REFUSED: mark("Was refused"),
    Action.EXPORT: mark("Saved as a file"),
    Action.PRINT: mark("Printed"),
    Action.SIGN_IN: mark("Signed in"),
    Action.SIGN_OUT: mark("Signed out"),
    Action.FAILED: mark("Wrong passphrase"),
    Action.RESTORE: mark("Restored a backup"),
    Action.LOSS: mark("Went on without the newest records"),
    Action.DRILL: mark("Tried a backup out"),
}
_ENTITIES = {
    "attendance": mark("Mark in a register"),
    "attendance_change": mark("Correction of a mark"),
    "audit_entry": mark("What was done"),
    "backup": mark("Backup"),
    "badge_award": mark("Badge"),
    "ceremony": mark("Ceremony"),
    "ceremony_event": mark("Step of a ceremony"),
    "ceremony_run": mark("Evening of a ceremony"),
    "certificate": mark("Certificate"),
    "clinic_profile": mark("The clinic's profile"),
    "cohort": mark("Cohort"),
    "cohort_team": mark("Team of a cohort"),
    "consent": mark("Consent"),
    "consent_form": mark("Consent form"),
    "day_sheet": mark("Day sheet"),
    "consent_text": mark("Words of consent"),
    "effort_point": mark("Effort point"),
    "enrolment": mark("Enrolment"),
    "erasure": mark("Erasure of a person"),
    "keeping": mark("Keeping a record longer"),
    "key": mark("Passphrase and keys"),
    "meeting": mark("Session"),
    "participant": mark("Person"),
    "personal_data": mark("Everything about a person"),
    "phase": mark("Phase of a programme"),
    "programme": mark("Programme"),
    "questionnaire_response": mark("Form"),
    "recovery_key": mark("Recovery sheet"),
    "rejected_row": mark("Rows that were not taken"),
    "signing_key": mark("Key for certificates"),
    "staff": mark("Member of staff"),
}
_FIELDS = {"first_passphrase": mark("first passphrase")}
"""What the audit tells as a field and is none."""
_WAYS = {
    Way.WINDOW: mark("in the window"),
    Way.COMMAND: mark("with a command"),
    Way.UNLOCK: mark("again, after the lock"),
    Way.END: mark("left the clinic"),
    Way.LOCK: mark("locked by hand"),
    Way.IDLE: mark("locked after a while without a touch"),
    Way.SYSTEM: mark("locked with the computer"),
}


def action_text(action: Action) -> str:
    """Give the word for an action: "Changed"."""
    return tr(_ACTIONS[action])


def entity_text(entity: str) -> str:
    """Name a kind of record: "Person"; one that has no words yet stands for itself."""
    return tr(_ENTITIES[entity]) if entity in _ENTITIES else entity.replace("_", " ")


def what_text(line: AuditLine) -> str:
    """Give the action, with its count where that is more than one."""
    if line.count == 1:
        return action_text(line.action)
    times = plural(line.count, "{count} entry", "{count} entries")
    if line.action is Action.FAILED:
        times = plural(line.count, "{count} time", "{count} times")
    if line.action is Action.PRINT:
        times = plural(line.count, "{count} page", "{count} pages")
    return tr("{what}, {times}", what=action_text(line.action), times=times)


def who_text(line: AuditLine) -> str:
    """Name who did it."""
    if line.staff == PROGRAM.id:
        return PROGRAM.name
    return line.staff_name or tr("an account that is not known")


def about_text(line: AuditLine, zone: tzinfo) -> str:
    """Give the record and its fields; of a refusal the permission, of a sign-in the way."""
    if line.action in _COMINGS and line.fields:
        return ", ".join(tr(_WAYS[Way(field)]) for field in line.fields)
    fields = ", ".join(_field_text(field, zone) for field in line.fields)
    return " · ".join(filter(None, (entity_text(line.entity), isolated(line.subject), fields)))


def _field_text(field: str, zone: tzinfo) -> str:
    """Give the words for a field; an instant, which some entries hold instead, as a time."""
    try:
        moment = datetime.fromisoformat(field)
    except ValueError:
        words = _FIELDS.get(field, field.replace("_", " "))  # the names of columns are collected for translators
        return tr(words)
    return when_text(moment, zone)


def when_text(moment: datetime, zone: tzinfo) -> str:
    """Say the day and the clinic's time: "23 Nov 2026, 18:04"."""
    day = short_day_text(moment.astimezone(zone).date())
    return tr("{day}, {time}", day=day, time=time_text(moment, zone))
