"""Statements of consent as they are entered, before they are appended to the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.people.purpose import Channel, Purpose, Source

if TYPE_CHECKING:
    from datetime import date

    from models.people.naming import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a person says about one purpose; `until` is the last day on which it holds."""

    purpose: Purpose
    is_given: bool
    source: Source
    level: Level | None = None
    channel: Channel = Channel.ANYWHERE
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed form that came back: the day of the signature, the form's code, and where the clinic keeps it."""

    signed_on: date
    form_code: str
    kept_at: str = ""
