"""The forms that Laurel knows, read from the data files beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.errors import NotFoundError

if TYPE_CHECKING:
    from models.outcomes.instruments.form import Instrument

FOLDER: Final = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class FormTitle:
    """A form by name, for lists that need neither its questions nor its rules."""

    id: str
    title: str


@cache
def instruments() -> tuple[Instrument, ...]:
    """List every form by id."""
    from models.outcomes.instruments.form import Instrument  # Pydantic is slow to import, and not needed at every start

    return tuple(Instrument.model_validate_json(file.read_bytes(), strict=True) for file in _files())


def instrument(name: str) -> Instrument:
    """Give a form by its id or another name that it goes by, or raise `NotFoundError`."""
    wanted = _bare(name)
    for known in instruments():
        if wanted in {_bare(known.id), _bare(known.title), *map(_bare, known.aliases)}:
            return known
    raise NotFoundError(
        "There is no form called {name}. Laurel knows {known}.",
        name=name,
        known=", ".join(one.id for one in instruments()),
    )


def offered() -> tuple[Instrument, ...]:
    """List the forms that the window offers for entry."""
    return tuple(known for known in instruments() if known.is_offered)


@cache
def offered_titles() -> tuple[FormTitle, ...]:
    """Name the forms that the window offers for entry, in the same order as `offered`."""
    # Without Pydantic: the Today page needs the titles at every start.
    known = [json.loads(file.read_bytes()) for file in _files()]
    return tuple(FormTitle(one["id"], one["title"]) for one in known if one.get("is_offered"))


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.json"))


def _bare(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
