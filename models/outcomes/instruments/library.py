"""The forms that Laurel knows, read from the data files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from models.errors import NotFoundError
from models.outcomes.instruments.form import Instrument

FOLDER: Final = Path(__file__).with_name("data")


@cache
def instruments() -> tuple[Instrument, ...]:
    """List every form by id."""
    files = sorted(FOLDER.glob("*.json"))
    return tuple(Instrument.model_validate_json(file.read_bytes(), strict=True) for file in files)


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


def _bare(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
