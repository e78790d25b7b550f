"""A ceremony's script: what is shown, said and done, in order, with people as references and never as names."""

from __future__ import annotations

import hashlib
import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Names = Mapping[UUID, str | None]
    """The name that each person's consent allows now, "" for an anonymous person.

    None, or not in it: this person is not mentioned.
    """

SOMEBODY: Final = "A member of this group"


class CueKind(StrEnum):
    """What sort of card a cue is; each has its own scene."""

    HOLDING = "holding"
    """A calm card with the ceremony's title while people arrive or wait."""
    TITLE = "title"
    """A headline and a line: welcome, thanks, a new part."""
    GROUP_TOTAL = "group_total"
    """What the group did together; no names."""
    MILESTONE = "milestone"
    """Something that the whole group reached; no names."""
    MOMENT = "moment"
    """One person and one sentence of effort."""
    AWARD = "award"
    """One person and a trophy of their own."""
    SHARED_TROPHY = "shared_trophy"
    """The trophy that belongs to everybody."""
    BREAK = "break"
    """A movement break."""
    PHOTO = "photo"
    """The group picture."""
    CLOSING = "closing"
    """Thanks and next steps."""


class StepKind(StrEnum):
    """What one press of GO brings to the stage; a step keeps what the steps before it brought."""

    CARD = "card"
    """Kicker, headline and line together (never a name)."""
    KICKER = "kicker"
    """Only the kicker: what this is for."""
    NAME = "name"
    """The headline and line with the person's name (and the trophy, when the cue is an award)."""
    TROPHY = "trophy"
    """The trophy rises."""


class Sound(StrEnum):
    """What is heard when a step begins; never again when it is gone back to."""

    NONE = "none"
    CHIME = "chime"
    FANFARE = "fanfare"


class Priority(StrEnum):
    """What may be left out when the evening runs late."""

    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class Placeholder(StrEnum):
    """The only things that a text may have filled in."""

    NAME = "name"
    TITLE = "title"


PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class ScriptError(InvalidError):
    """A script that cannot be presented; the sentence says where and why."""


def placeholders(text: str) -> frozenset[Placeholder]:
    """List what a text wants filled in; an unknown placeholder or a lone brace is an error."""
    found: set[Placeholder] = set()
    for match in PLACEHOLDER.finditer(text):
        if match.group() in {"{{", "}}"}:
            continue
        if match.group(1) not in set(Placeholder):
            raise ScriptError("“{found}” cannot be filled in. Use {{name}} or {{title}}.", found=match.group())
        found.add(Placeholder(match.group(1)))
    return frozenset(found)


def literal(text: str) -> str:
    """Make a text that shows its own braces as they are."""
    return text.replace("{", "{{").replace("}", "}}")


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """Put the values in, once: braces inside a value are shown as they are."""

    def value(match: re.Match[str]) -> str:
        if match.group() in {"{{", "}}"}:
            return match.group()[0]
        key = match.group(1)
        if key not in set(Placeholder) or Placeholder(key) not in values:
            raise ScriptError("“{found}” cannot be filled in here.", found=match.group())
        return values[Placeholder(key)]

    return PLACEHOLDER.sub(value, text)


def _known(text: str) -> str:
    """Refuse a text with a placeholder that nobody can fill in."""
    try:
        placeholders(text)
    except ScriptError as error:
        raise ValueError(str(error)) from error
    return text


Text = Annotated[str, AfterValidator(_known)]


class _Part(BaseModel):
    """An immutable piece of a script; unknown keys and wrong types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Step(_Part):
    """One press of GO: what appears, what is heard and read with it."""

    kind: StepKind
    action: Text
    """What pressing GO will show, for the button: “the trophy for the group”."""
    caption: Text = ""
    """Words at the foot of the stage, with what is heard in brackets."""
    reveals_name: bool = False
    sound: Sound = Sound.NONE
    confetti: bool = False


class Fallback(_Part):
    """What a cue becomes when its person may no longer be named and there is more to it than the person."""

    headline: Text
    line: Text = ""
    say: Text = ""
    action: Text
    caption: Text = ""


class Cue(_Part):
    """One part of the evening: its card, its words, its time."""

    id: UUID
    kind: CueKind
    segment: Text = ""
    """The part of the running order it belongs to; cues in a row with one segment are listed together."""
    title: Text
    kicker: Text = ""
    """A few words above the headline: what this is for. Never a name."""
    headline: Text = ""
    line: Text = ""
    trophy: str = ""
    """The kind of trophy (`cup`, ...), where one is shown."""
    plaque: Text = ""
    """The words on the trophy."""
    say: Text = ""
    do: tuple[Text, ...] = ()
    recipient: UUID | None = None
    fallback: Fallback | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
    seconds: int = Field(gt=0)
    priority: Priority = Priority.MUST

    @model_validator(mode="after")
    def _name_waits_for_its_step(self) -> Self:
        """Refuse a name without a person, without its own step, or shown before that step."""
        reveals = [place for place, step in enumerate(self.steps) if step.reveals_name]
        if self.recipient is None and (reveals or Placeholder.NAME in self._all_placeholders()):
            message = f"the cue “{self.title}” shows a name but is about nobody"
            raise ValueError(message)
        if self.recipient is not None and len(reveals) != 1:
            message = f"the cue “{self.title}” must have exactly one step that shows the name"
            raise ValueError(message)
        before = self.steps[: reveals[0]] if reveals else ()
        early = "".join((self.kicker, self.plaque, *(step.caption for step in before)))
        if Placeholder.NAME in placeholders(early) or any(step.kind is not StepKind.KICKER for step in before):
            message = f"the cue “{self.title}” would show the name before its step"
            raise ValueError(message)
        if self.fallback and Placeholder.NAME in placeholders("".join(map(str, dict(self.fallback).values()))):
            message = f"what the cue “{self.title}” falls back to must do without the name"
            raise ValueError(message)
        return self

    def _all_placeholders(self) -> frozenset[Placeholder]:
        texts = [self.title, self.kicker, self.headline, self.line, self.plaque, self.say, *self.do]
        for step in self.steps:
            texts += [step.action, step.caption]
        return placeholders("".join(texts))

    @property
    def name_step(self) -> int | None:
        """Which step shows the name, if one does."""
        return next((place for place, step in enumerate(self.steps) if step.reveals_name), None)

    def without_name(self) -> Cue:
        """Give the cue as it is shown when its person may not be named (it must have a fallback)."""
        if self.fallback is None:
            raise ScriptError("The part “{title}” has nothing to show without the name.", title=self.segment)
        plain = self.fallback
        steps = tuple(
            step.model_copy(update={"reveals_name": False, "action": plain.action, "caption": plain.caption})
            if step.reveals_name or Placeholder.NAME in placeholders(step.action + step.caption)
            else step
            for step in self.steps
        )
        unnamed = {"title": self.segment, "do": tuple(d for d in self.do if Placeholder.NAME not in placeholders(d))}
        words = {"headline": plain.headline, "line": plain.line, "say": plain.say}
        return self.model_copy(update={**unnamed, **words, "recipient": None, "fallback": None, "steps": steps})


class Script(_Part):
    """A whole ceremony, frozen: what the journal and the stage refer to."""

    format: Literal[1] = 1
    id: UUID
    title: str = Field(min_length=1)
    opening: Text = ""
    """The line on the curtain before the first GO."""
    pause: Text = ""
    """The line on the curtain in the middle of the evening."""
    gentle: bool = False
    """Still pictures in place of movement, for everybody."""
    cues: tuple[Cue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_cue_is_its_own(self) -> Self:
        if len({cue.id for cue in self.cues}) != len(self.cues):
            message = "two parts of the ceremony have the same id"
            raise ValueError(message)
        return self

    @property
    def seconds(self) -> int:
        """The planned length."""
        return sum(cue.seconds for cue in self.cues)

    def recipients(self) -> frozenset[UUID]:
        """Everybody who has a part in it."""
        return frozenset(cue.recipient for cue in self.cues if cue.recipient is not None)

    def to_json(self) -> str:
        """Write the script as canonical JSON: the same script is always the same text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Script:
        """Read a script; a key that is not known, a wrong type or an impossible cue is refused with its place."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = " › ".join(str(part) for part in first["loc"]) or "the script"
            raise ScriptError(
                "This ceremony cannot be read: {place}: {reason}.", place=place, reason=first["msg"]
            ) from error

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal: shows that a frozen script is untouched."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def staged(cue: Cue, names: Names) -> Cue | None:
    """Give the cue as it may be shown now: itself, its fallback, or None when it is passed over."""
    if cue.recipient is None or names.get(cue.recipient) is not None:
        return cue
    return None if cue.fallback is None else cue.without_name()


def words(text: str, script: Script, cue: Cue, names: Names) -> str:
    """Fill a text of this cue in from the permitted names; a name that is not permitted is an error, never a gap."""
    values = {Placeholder.TITLE: script.title}
    name = None if cue.recipient is None else names.get(cue.recipient)
    if name is not None:
        values[Placeholder.NAME] = name or SOMEBODY
    return fill(text, values)


def texts(cue: Cue) -> Iterator[str]:
    """Every text of a cue that somebody will see or hear, with its placeholders."""
    yield from (cue.title, cue.kicker, cue.headline, cue.line, cue.plaque, cue.say, *cue.do)
    if cue.fallback:
        yield from (cue.fallback.headline, cue.fallback.line, cue.fallback.say, cue.fallback.caption)
    for step in cue.steps:
        yield from (step.action, step.caption)
