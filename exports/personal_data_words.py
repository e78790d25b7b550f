"""Headings and codes of a person's data, in words."""

from __future__ import annotations

from typing import Final

from models.translation import mark, tr

HEADINGS: Final = {
    "after": mark("After"),
    "agreed": mark("Agreed"),
    "answer": mark("Answer"),
    "answered_on": mark("Answered on"),
    "asked_again_on": mark("Asked again on"),
    "at": mark("At"),
    "badge": mark("Badge"),
    "before": mark("Before"),
    "board_name": mark("Board name"),
    "born": mark("Born"),
    "by": mark("By"),
    "ceremony": mark("Ceremony"),
    "changed_at": mark("Changed at"),
    "changed_by": mark("Changed by"),
    "day": mark("Day"),
    "decided_at": mark("Decided at"),
    "decided_by": mark("Decided by"),
    "email": mark("Email"),
    "entered_at": mark("Entered at"),
    "entered_by": mark("Entered by"),
    "family_name": mark("Family name"),
    "fields": mark("Fields"),
    "for": mark("For"),
    "form": mark("Form"),
    "form_version": mark("Form version"),
    "given_name": mark("Given name"),
    "group": mark("Group"),
    "holds_until": mark("Holds until"),
    "how": mark("How"),
    "issued_on": mark("Issued on"),
    "joined_on": mark("Joined on"),
    "kind": mark("Kind"),
    "language": mark("Language"),
    "left_on": mark("Left on"),
    "left_reason": mark("Left reason"),
    "mark": mark("Mark"),
    "marked_at": mark("Marked at"),
    "marked_by": mark("Marked by"),
    "meaning": mark("Meaning"),
    "meaning_after": mark("Meaning after"),
    "meaning_before": mark("Meaning before"),
    "mode": mark("Mode"),
    "name_as_printed": mark("Name as printed"),
    "name_shown": mark("Name shown"),
    "nickname": mark("Nickname"),
    "number": mark("Number"),
    "occasion": mark("Occasion"),
    "phone": mark("Phone"),
    "place": mark("Place"),
    "planned_for": mark("Planned for"),
    "points": mark("Points"),
    "preferred_name": mark("Preferred name"),
    "programme": mark("Programme"),
    "pronunciation": mark("Pronunciation"),
    "proposed_at": mark("Proposed at"),
    "purpose": mark("Purpose"),
    "question": mark("Question"),
    "reason": mark("Reason"),
    "record": mark("Record"),
    "recorded_at": mark("Recorded at"),
    "recorded_by": mark("Recorded by"),
    "rule": mark("Rule"),
    "said_on": mark("Said on"),
    "score": mark("Score"),
    "session": mark("Session"),
    "starts_at": mark("Starts at"),
    "state": mark("State"),
    "status": mark("Status"),
    "status_on": mark("Status on"),
    "status_reason": mark("Status reason"),
    "text": mark("Text"),
    "text_version": mark("Text version"),
    "value": mark("Value"),
    "what": mark("What"),
    "where": mark("Where"),
    "why": mark("Why"),
    "words": mark("Words"),
}
"""By the name that a column has in the tables."""
CODED: Final = frozenset(
    {
        "agreed", "by", "changed_by", "decided_by", "entered_by", "how", "kind", "marked_by", "mode", "name_shown",
        "occasion", "purpose", "record", "recorded_by", "state", "status", "what", "where", "why",
    }
)  # fmt: skip
"""The columns that hold codes, in lists with commas where there are several."""
CODES: Final = {
    "proposed": mark("proposed"),
    "approved": mark("approved"),
    "declined": mark("declined"),
    "presented": mark("presented"),
    "draft": mark("draft"),
    "ready": mark("ready"),
    "finished": mark("finished"),
    "board": mark("board"),
    "ceremony name": mark("ceremony name"),
    "ceremony recording": mark("ceremony recording"),
    "photo": mark("photo"),
    "keepsake": mark("keepsake"),
    "sms": mark("sms"),
    "email": mark("email"),
    "wearable data": mark("wearable data"),
    "research export": mark("research export"),
    "anywhere": mark("anywhere"),
    "room": mark("room"),
    "call": mark("call"),
    "paper": mark("paper"),
    "yes": mark("yes"),
    "no": mark("no"),
    "full": mark("full"),
    "first and initial": mark("first and initial"),
    "first": mark("first"),
    "initials": mark("initials"),
    "nickname": mark("nickname"),
    "anonymous": mark("anonymous"),
    "unmentioned": mark("unmentioned"),
    "spoken": mark("spoken"),
    "list": mark("list"),
    "self": mark("self"),
    "staff": mark("staff"),
    "intake": mark("intake"),
    "week 2": mark("week 2"),
    "valid": mark("valid"),
    "void": mark("void"),
    "superseded": mark("superseded"),
    "completion": mark("completion"),
    "participation": mark("participation"),
    "care": mark("care"),
    "law": mark("law"),
    "claim": mark("claim"),
    "wish": mark("wish"),
    "merged": mark("merged"),
    "insert": mark("insert"),
    "update": mark("update"),
    "delete": mark("delete"),
    "bulk": mark("bulk"),
    "read": mark("read"),
    "refused": mark("refused"),
    "export": mark("export"),
    "facilitator": mark("facilitator"),
    "co-facilitator": mark("co-facilitator"),
    "digital coach": mark("digital coach"),
    "peer lead": mark("peer lead"),
    "front desk": mark("front desk"),
    "administrator": mark("administrator"),
    "program": mark("program"),
}
"""By the code that stands in the tables."""
NAMES: Final = frozenset({"fields", "record", "score"})
"""The columns that name tables and columns of the database and scores of forms; these are collected for translators."""


def heading_text(heading: str) -> str:
    """Give the heading of a column: "Marked at"."""
    return tr(HEADINGS[heading])


def code_text(heading: str, value: str) -> str:
    """Give the words for a code; any other value as it is."""
    if heading in CODED and all(part in CODES for part in value.split(", ")):
        return ", ".join(tr(CODES[part]) for part in value.split(", "))
    if heading in NAMES:
        return ", ".join(_name_text(name) for name in value.split())
    return tr(value) if heading == "value" and value else value  # the words of a band, else a number


def _name_text(name: str) -> str:
    words = name.replace("_", " ")
    return tr(words)
