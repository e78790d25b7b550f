"""The table of the window's screens: name, position in the rail, and who may open each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from models.access import Permission
from ui.screen.screen import Screen
from ui.translation import mark

if TYPE_CHECKING:
    from models.access import Actor


class Position(Enum):
    """Where a screen is reached from."""

    RAIL = "rail"
    FOOT = "foot"
    MENU = "menu"
    """In the menu of the person, and so in the search; not in the rail."""
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Destination:
    """One screen: `code` is "module:class", loaded when the screen is first opened."""

    name: str
    text: str
    code: str
    permission: Permission
    spot: Position = Position.INSIDE
    icon: str = ""
    within: str = ""
    """For a screen inside: the place of the rail that stays marked and begins the breadcrumb."""

    def screen_class(self) -> type[Screen[Any]]:
        """Load the screen's module and give its class."""
        module, _, name = self.code.partition(":")
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, Screen)):
            message = f"{self.code} is not a screen"
            raise TypeError(message)
        return found


_P = Permission
PLACES: Final[tuple[Destination, ...]] = (
    Destination(
        "today", mark("Today"), "ui.screens.today:TodayScreen", _P.READ_ATTENDANCE, Position.RAIL, "calendar-blank"
    ),
    Destination(
        "register", mark("Register"), "ui.screens.register:RegisterScreen", _P.RECORD_ATTENDANCE, within="today"
    ),
    Destination(
        "cohorts", mark("Cohorts"), "ui.screens.cohorts:CohortsScreen", _P.READ_PROGRAMME, Position.RAIL, "users"
    ),
    Destination("cohort", mark("Cohort"), "ui.screens.cohort:CohortScreen", _P.READ_PROGRAMME, within="cohorts"),
    Destination("people", mark("People"), "ui.screens.people:PeopleScreen", _P.READ_PEOPLE, Position.RAIL, "user"),
    Destination("person", mark("Person"), "ui.screens.person:PersonScreen", _P.READ_CONTACT, within="people"),
    Destination(
        "outcomes",
        mark("Outcomes"),
        "ui.screens.outcomes:OutcomesScreen",
        _P.READ_OUTCOMES,
        Position.RAIL,
        "chart-line",
    ),
    Destination(
        "recognition",
        mark("Recognition"),
        "ui.screens.recognition:RecognitionScreen",
        _P.READ_RECOGNITION,
        Position.RAIL,
        "medal",
    ),
    Destination(
        "ceremonies",
        mark("Ceremonies"),
        "ui.screens.ceremonies:CeremoniesScreen",
        _P.READ_CEREMONY,
        Position.RAIL,
        "trophy",
    ),
    Destination(
        "ceremony", mark("Ceremony"), "ui.screens.ceremony:CeremonyScreen", _P.READ_CEREMONY, within="ceremonies"
    ),
    Destination(
        "certificates",
        mark("Certificates"),
        "ui.screens.certificates:CertificatesScreen",
        _P.READ_CERTIFICATES,
        Position.RAIL,
        "graduation-cap",
    ),
    Destination(
        "settings", mark("Settings"), "ui.screens.settings:SettingsScreen", _P.READ_PROFILE, Position.FOOT, "gear"
    ),
    Destination(
        "consent_texts",
        mark("Words of consent"),
        "ui.screens.consent_texts:ConsentTextsScreen",
        _P.CHANGE_PROFILE,
        within="settings",
    ),
    Destination("privacy", mark("Privacy"), "ui.screens.privacy:PrivacyScreen", _P.KEEP_PRIVACY, within="settings"),
    Destination("audit", mark("What was done"), "ui.screens.audit:AuditScreen", _P.READ_AUDIT, within="settings"),
    Destination(
        "backups",
        mark("Backups"),
        "ui.screens.backups:BackupsScreen",
        _P.BACK_UP,
        Position.MENU,
        "archive",
        within="settings",
    ),
)


def open_to(places: tuple[Destination, ...], actor: Actor) -> dict[str, Destination]:
    """Give the screens that this person may open, by name, in order."""
    return {place.name: place for place in places if actor.may(place.permission)}
