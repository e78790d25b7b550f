"""What people are asked to agree to, where it would be shown, and how the agreement is taken."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a person is asked to agree to."""

    BOARD = "board"
    CEREMONY_NAME = "ceremony name"
    CEREMONY_RECORDING = "ceremony recording"
    PHOTO = "photo"
    KEEPSAKE = "keepsake"
    SMS = "sms"
    EMAIL = "email"
    WEARABLE = "wearable data"
    RESEARCH = "research export"


class Channel(StrEnum):
    """Where something is shown; a statement for anywhere holds for every channel of its purpose."""

    ANYWHERE = "anywhere"
    ROOM = "room"
    CALL = "call"
    PAPER = "paper"
    """On paper, and in files that people take home."""


class Source(StrEnum):
    """How the agreement was taken; a list is enough to show a name, never to send a message."""

    SPOKEN = "spoken"
    PAPER = "paper"
    LIST = "list"


_SHOWN: Final = (Channel.ROOM, Channel.CALL, Channel.PAPER)
_SHOWN_IN_CHANNELS: Final = frozenset({Purpose.BOARD, Purpose.CEREMONY_NAME, Purpose.PHOTO})
MESSAGES: Final = frozenset({Purpose.SMS, Purpose.EMAIL})
DISPLAY: Final = frozenset(
    {Purpose.BOARD, Purpose.CEREMONY_NAME, Purpose.CEREMONY_RECORDING, Purpose.PHOTO, Purpose.KEEPSAKE}
)
"""What concerns only how somebody is shown to the group; the rest is about contact and data."""


ASKED: Final = (
    Purpose.CEREMONY_NAME, Purpose.BOARD, Purpose.CEREMONY_RECORDING, Purpose.PHOTO, Purpose.KEEPSAKE, Purpose.SMS,
    Purpose.EMAIL, Purpose.WEARABLE, Purpose.RESEARCH,
)  # fmt: skip
"""The order in which people are asked, on the form and on their page."""


def channels_of(purpose: Purpose) -> tuple[Channel, ...]:
    """List the channels for which a person may answer differently; a purpose without channels has `ANYWHERE` alone."""
    return _SHOWN if purpose in _SHOWN_IN_CHANNELS else (Channel.ANYWHERE,)
