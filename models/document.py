"""Stored documents: a versioned type, read strictly, written canonically, its texts and references found by type.

A document (a ceremony's script, a template, a plan, a message) is a `Document` made of `Part`s. Each text in it says by
its type whether a person may read it (`Text`) or not (`Code`), and each id of a person that it is a `Reference`; who
erases, exports or checks walks these types, so that a new field is found without being listed anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
)
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import InvalidError
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes the keys and values of one format into those of the next; must not change its argument."""


class Use(Enum):
    """What a string or an id in a document is for."""

    READ = "read"
    CODE = "code"
    PERSON = "person"


Text = Annotated[str, Use.READ]
"""Words that a person may read."""
Code = Annotated[str, Use.CODE]
"""A string for the program alone: a name of a picture, a version."""
Reference = Annotated[UUID, Use.PERSON]
"""The id of somebody whom the document is about."""

P = TypeVar("P", bound="Part")

_LEAVES: Final = (int, float, bool, UUID, date, time, Enum, NoneType)


class DocumentError(InvalidError):
    """A stored document that cannot be read; the sentence says where and why."""


class Part(BaseModel):
    """An immutable piece of a document; unknown keys and wrong types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Raise `TypeError` for a field whose texts could not be found by type."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if not _is_walkable(_hint(field)):
                message = f"{cls.__name__}.{name}: say Text or Code for a string, and a tuple for several"
                raise TypeError(message)

    def texts(self) -> tuple[str, ...]:
        """List every text in it that a person may read, in the order of the fields; "" where one is empty."""
        found: list[str] = []

        def note(text: str) -> str:
            found.append(text)
            return text

        self.with_texts(note)
        return tuple(found)

    def with_texts(self, change: Callable[[str], str]) -> Self:
        """Give it with every text that a person may read changed; the result is not checked again."""
        return _rebuilt_part(self, Use.READ, change)

    def references(self) -> frozenset[UUID]:
        """Give everybody whom it refers to."""
        found: set[UUID] = set()

        def note(person: UUID) -> UUID:
            found.add(person)
            return person

        self.with_references(note)
        return frozenset(found)

    def with_references(self, change: Callable[[UUID], UUID | None]) -> Self:
        """Give it with every reference to a person changed or taken out; the result is not checked again."""
        return _rebuilt_part(self, Use.PERSON, change)


class Document(Part):
    """A whole document. `FORMAT` is what is written; `UPCASTS` lead to it, one step each, from every earlier format."""

    FORMAT: ClassVar[int] = 1
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {}

    def to_text(self) -> str:
        """Write it as canonical JSON: the same document is always the same text."""
        data = {**self.model_dump(mode="json"), "format": self.FORMAT}
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a document of this or an earlier format.

        Raises `DocumentError` with the place of a key that is not known, a wrong type or an impossible value, and for a
        format that is newer than this program.
        """
        data = cls._upcast(_keys(cls, text))
        try:
            # As JSON once more: read strictly, only JSON may give an id, a choice or a tuple as a string or a list.
            return cls.model_validate_json(json.dumps(data))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            # Of a check of ours the sentence alone: Pydantic puts "Value error, " before it.
            reason = str(first["ctx"]["error"]) if first["type"] == "value_error" else first["msg"]
            raise cls.unreadable(" › ".join(str(part) for part in first["loc"]), reason) from error

    @classmethod
    def unreadable(cls, place: str, reason: str) -> DocumentError:
        """Make the error for a text that is no document of this kind; "" as the place is the whole of it."""
        return DocumentError(
            "This document cannot be read: {place}: {reason}.", place=place or "the whole", reason=reason
        )

    @classmethod
    def too_new(cls) -> DocumentError:
        """Make the error for a document of a later program."""
        return DocumentError("This document was written by a newer Laurel. Update Laurel to open it.")

    @classmethod
    def _upcast(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Apply the upcasts from the format of the data to `FORMAT`, and remove the format's number."""
        found = data.get("format")
        if type(found) is not int or found < 1:  # `True` is an int too
            raise cls.unreadable("format", tr("it should be a whole number from 1 on"))
        if found > cls.FORMAT:
            raise cls.too_new()
        current = {key: value for key, value in data.items() if key != "format"}
        for number in range(found, cls.FORMAT):
            try:
                current = cls.UPCASTS[number](current)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                # A step meets what was stored, before anything has checked it.
                raise cls.unreadable("", tr("it is no document of format {number}", number=number)) from error
        return current


D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Stored(Generic[D]):
    """A document together with the text that is stored.

    `digest` is the SHA-256 of that text, in hexadecimal, and never of the document written again: a version with one
    field more would write an older document differently, and everything that refers to it would call it damaged.
    """

    text: str
    digest: str
    document: D

    @classmethod
    def read(cls, kind: type[D], text: str) -> Stored[D]:
        """Read a stored text; raises as `Document.from_text` does."""
        return cls(text, digest_of(text), kind.from_text(text))

    @classmethod
    def of(cls, document: D) -> Stored[D]:
        """Write a document that is about to be stored; raises `DocumentError` where it could not be read again."""
        return cls.read(type(document), document.to_text())


def digest_of(text: str) -> str:
    """Give the SHA-256 of a stored text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _keys(kind: type[Document], text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise kind.unreadable("", tr("it is not JSON")) from error
    if not isinstance(data, dict):
        raise kind.unreadable("", tr("it is not an object"))
    return data


def _hint(field: FieldInfo) -> object:
    """Give a field's annotation with its marks, the outermost of which Pydantic keeps apart."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _alternatives(hint: object, marks: tuple[object, ...] = ()) -> Iterator[tuple[object, tuple[object, ...]]]:
    """List the plain types that a hint allows, each with its marks."""
    origin = get_origin(hint)
    if origin is Annotated:
        plain, *own = get_args(hint)
        yield from _alternatives(plain, (*marks, *own))
    elif origin in {Union, UnionType}:
        for one in get_args(hint):
            yield from _alternatives(one, marks)
    else:
        yield hint, marks


def _is_walkable(hint: object) -> bool:
    """Tell whether every text below a hint has a mark, and every type is one that the walk enters or may skip."""
    return all(_is_known(kind, marks) for kind, marks in _alternatives(hint))


def _is_known(kind: object, marks: tuple[object, ...]) -> bool:
    if get_origin(kind) is tuple:
        return all(item is Ellipsis or _is_walkable(item) for item in get_args(kind))
    if kind is str:
        return Use.READ in marks or Use.CODE in marks
    return get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, (Part, *_LEAVES)))


@cache  # a walk asks for every part, and taking types apart is slow
def _fields_with(kind: type[Part], use: Use) -> tuple[tuple[str, object], ...]:
    """List the fields of a type of part, with their hints, below which something may have this use."""
    hints = ((name, _hint(field)) for name, field in kind.model_fields.items())
    return tuple((name, hint) for name, hint in hints if _may_hold(hint, use))


def _may_hold(hint: object, use: Use) -> bool:
    return any(
        use in marks
        or (get_origin(kind) is tuple and any(_may_hold(item, use) for item in get_args(kind)))
        or (isinstance(kind, type) and issubclass(kind, Part))
        for kind, marks in _alternatives(hint)
    )


def _rebuilt_part(part: P, use: Use, change: Callable[[Any], object]) -> P:
    """Give a part with everything below it that has this use changed."""
    fields = _fields_with(type(part), use)  # of the value, not of a hint: a subclass may have more
    return part.model_copy(update={name: _rebuilt(getattr(part, name), hint, use, change) for name, hint in fields})


def _rebuilt(value: object, hint: object, use: Use, change: Callable[[Any], object]) -> object:
    if isinstance(value, Part):
        return _rebuilt_part(value, use, change)
    for kind, marks in _alternatives(hint):
        if get_origin(kind) is tuple and isinstance(value, tuple):
            items = zip(value, _items(kind, len(value)), strict=True)
            return tuple(_rebuilt(item, item_hint, use, change) for item, item_hint in items)
        if use in marks and isinstance(value, str | UUID):
            return change(value)
    return value


def _items(kind: object, count: int) -> tuple[object, ...]:
    """Give the hint of each item of a tuple of this kind."""
    first, *others = get_args(kind)
    return (first,) * count if others == [Ellipsis] else (first, *others)
