"""The clinic's profile: name, country, time zone, languages, logo, words for urgent contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import JSON, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError, NotFoundError
from models.personal_table import SharedTable
from models.text import clean_line, required_line

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work

ZONES: Final[dict[str, str]] = {
    "GB": "Europe/London", "IE": "Europe/Dublin", "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich",
    "FR": "Europe/Paris", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "IT": "Europe/Rome", "NL": "Europe/Amsterdam",
    "BE": "Europe/Brussels", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm", "NO": "Europe/Oslo",
    "FI": "Europe/Helsinki", "PL": "Europe/Warsaw", "US": "America/New_York", "CA": "America/Toronto",
    "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "IN": "Asia/Kolkata",
}  # fmt: skip
"""Countries offered at set-up and the zone proposed for each; any other zone can be set."""


class ClinicProfile(Record):
    """The one row about the clinic itself."""

    __tablename__ = "clinic_profile"
    personal = SharedTable(
        why="the clinic itself",
        other_text=("name", "country", "zone", "languages", "urgent_words", "logo", "verification_page"),
    )

    name: Mapped[str] = mapped_column(String)
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(JSON)
    urgent_words: Mapped[str] = mapped_column(String, default="")
    logo: Mapped[str | None]
    verification_page: Mapped[str] = mapped_column(String, default="")
    retention_years: Mapped[int] = mapped_column(Integer, default=10, server_default="10")
    """Years for which records are kept after a person's last day; see `models.privacy.retention`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The clinic's profile; `id` is the clinic's, the same as in its key file, `country` an ISO 3166 code."""

    id: UUID
    version: int
    name: str
    country: str
    zone: str
    languages: tuple[str, ...]
    urgent_words: str
    logo: str | None
    verification_page: str

    @property
    def time_zone(self) -> ZoneInfo:
        """The clinic's time zone, which is not always the computer's: sessions are planned in it."""
        return ZoneInfo(self.zone)


def found_clinic(work: Work, *, id_: UUID, name: str, country: str, zone: str = "") -> None:
    """Write the profile of a new clinic; the zone follows the country unless given."""
    work.require(Permission.CHANGE_PROFILE)
    work.session.add(
        ClinicProfile(
            id=id_,
            name=required_line(name, "The clinic's name", limit=120),
            country=_known_country(country),
            zone=_known_zone(zone or ZONES.get(country, "UTC")),
            languages=["en"],
            urgent_words="",
            logo=None,
            verification_page="",
        )
    )


def profile(work: Work) -> Profile:
    """Give the clinic's profile, or raise `NotFoundError` in a file without one."""
    work.require(Permission.READ_PROFILE)
    row = work.session.scalars(select(ClinicProfile)).one_or_none()
    if row is None:
        raise NotFoundError("This file holds no clinic. Open another folder, or restore a backup.")
    return Profile(
        id=row.id, version=row.version, name=row.name, country=row.country, zone=row.zone,
        languages=tuple(row.languages), urgent_words=row.urgent_words, logo=row.logo,
        verification_page=row.verification_page,
    )  # fmt: skip


def change_profile(work: Work, shown: Profile) -> Profile:
    """Save the profile as the form shows it, and give it as stored, with its new version.

    `shown.version` is the version that the form was opened with. Raises `InvalidError` naming the field, and
    `StaleError`.
    """
    work.require(Permission.CHANGE_PROFILE)
    row = work.get(ClinicProfile, shown.id, version=shown.version)
    row.name = required_line(shown.name, "The clinic's name", limit=120)
    row.country = _known_country(shown.country)
    row.zone = _known_zone(shown.zone)
    row.languages = [required_line(language, "The language", limit=12) for language in shown.languages] or ["en"]
    row.urgent_words = clean_line(shown.urgent_words, "The words for urgent contact", limit=1000)
    row.logo = shown.logo
    row.verification_page = _web_address(shown.verification_page)
    work.session.flush()
    return profile(work)


def known_zones() -> tuple[str, ...]:
    """List every time zone that this computer knows, sorted."""
    return tuple(sorted(available_timezones()))


def _known_country(country: str) -> str:
    import holidays  # loaded when a country is chosen, not at every start

    if country not in holidays.list_supported_countries():
        raise InvalidError(
            "Laurel knows no public holidays for the country {country}. Choose one from the list.", country=country
        )
    return country


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidError(
            "{zone} is not a time zone that this computer knows. Choose one from the list.", zone=zone
        ) from None
    return zone


def _web_address(value: str) -> str:
    address = clean_line(value, "The verification page")
    if address and not address.startswith("https://"):
        raise InvalidError("The verification page must begin with https://. Correct the address or leave it empty.")
    return address
