"""A ceremony's script: what is shown, said and done, in order; people are references (enrolments), never names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from models import document
from models.document import Code, Document, DocumentError, Part, Reference, Stored, Upcast
from models.translation import mark, tr

SOMEBODY: Final = mark("A member of this group")
"""What is shown in place of a name: for an anonymous person, and in a script from which a person was erased."""


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
    """What one press of GO adds to the stage; what the steps before it showed stays."""

    CARD = "card"
    """Kicker, headline and line together (never a name)."""
    KICKER = "kicker"
    """Only the kicker: what this is for."""
    NAME = "name"
    """The headline and line with the person's name (and the trophy, when the cue is an award)."""
    TROPHY = "trophy"
    """The trophy rises."""


class Sound(StrEnum):
    """The sound at the beginning of a step; a step that is gone back to is silent."""

    NONE = "none"
    CHIME = "chime"
    FANFARE = "fanfare"


class Priority(StrEnum):
    """How much a part is needed when the evening runs late."""

    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class Placeholder(StrEnum):
    """The only values that a text may have filled in."""

    NAME = "name"
    TITLE = "title"


# Doubled braces come first: as in `str.format` they stand for a brace of the text.
PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class ScriptError(DocumentError):
    """A script that cannot be presented; the sentence says where and why."""


def placeholders(text: str) -> frozenset[Placeholder]:
    """List the placeholders of a text. Raises `ScriptError` for an unknown one and for a single brace."""
    found: set[Placeholder] = set()
    for match in PLACEHOLDER.finditer(text):
        if match.group() in {"{{", "}}"}:
            continue
        if match.group(1) not in set(Placeholder):
            raise ScriptError("“{found}” cannot be filled in. Use {{name}} or {{title}}.", found=match.group())
        found.add(Placeholder(match.group(1)))
    return frozenset(found)


def literal(text: str) -> str:
    """Escape the braces of a text, so that they are shown and not filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """Fill the values in. Raises `ScriptError` for a placeholder without a value."""
    # In one pass: a name with braces in it is shown as it is and never filled in again.

    def value(match: re.Match[str]) -> str:
        if match.group() in {"{{", "}}"}:
            return match.group()[0]
        key = match.group(1)
        if key not in set(Placeholder) or Placeholder(key) not in values:
            raise ScriptError("“{found}” cannot be filled in here.", found=match.group())
        return values[Placeholder(key)]

    return PLACEHOLDER.sub(value, text)


def _known(text: str) -> str:
    """Validate the placeholders of a text."""
    # Pydantic takes a `ValueError` for a fault of the value, and lets any other error through.
    try:
        placeholders(text)
    except ScriptError as error:
        raise ValueError(str(error)) from error
    return text


def _nameless(text: str) -> str:
    """Refuse a name in a text that is seen before the name's step, or without a person."""
    if Placeholder.NAME in placeholders(text):
        message = f"“{text}” must do without the name"
        raise ValueError(message)
    return text


Text = Annotated[document.Text, AfterValidator(_known)]
"""Words with placeholders, filled in when they are shown."""
NamelessText = Annotated[Text, AfterValidator(_nameless)]
"""Words in which {name} may not stand."""


class Step(Part):
    """One press of GO: what appears, what is heard and read with it."""

    kind: StepKind
    action: Text
    """What pressing GO will show, for the button: “the trophy for the group”."""
    caption: Text = ""
    """Words at the foot of the stage, with what is heard in brackets."""
    reveals_name: bool = False
    sound: Sound = Sound.NONE
    confetti: bool = False


class Fallback(Part):
    """The words of a cue whose person may no longer be mentioned; a cue without one is passed over."""

    headline: NamelessText
    line: NamelessText = ""
    say: NamelessText = ""
    action: NamelessText
    caption: NamelessText = ""


class Cue(Part):
    """One part of the evening: its card, its words, its time."""

    id: UUID
    kind: CueKind
    segment: Text = ""
    """The part of the running order it belongs to; cues in a row with one segment are listed together."""
    title: Text
    kicker: NamelessText = ""
    """A few words above the headline: what this is for."""
    headline: Text = ""
    line: Text = ""
    trophy: Code = ""
    """The kind of trophy (`cup`, ...), where one is shown."""
    plaque: NamelessText = ""
    """The words on the trophy, which is shown before the name and so never has it."""
    say: Text = ""
    do: tuple[Text, ...] = ()
    recipient: Reference | None = None
    """The enrolment of the person whom it celebrates."""
    award: UUID | None = None
    """The badge's award that this part presents, where it presents one."""
    fallback: Fallback | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
    seconds: int = Field(gt=0)
    priority: Priority = Priority.MUST

    @model_validator(mode="after")
    def _name_waits_for_its_step(self) -> Self:
        """Refuse a name without a person, without its own step, or shown before that step."""
        reveals = [place for place, step in enumerate(self.steps) if step.reveals_name]
        if self.recipient is None and (reveals or Placeholder.NAME in placeholders("".join(self.texts()))):
            message = f"the cue “{self.title}” shows a name but is about nobody"
            raise ValueError(message)
        if self.recipient is not None and len(reveals) != 1:
            message = f"the cue “{self.title}” must have exactly one step that shows the name"
            raise ValueError(message)
        before = self.steps[: reveals[0]] if reveals else ()
        early = "".join(step.caption for step in before)
        if Placeholder.NAME in placeholders(early) or any(step.kind is not StepKind.KICKER for step in before):
            message = f"the cue “{self.title}” would show the name before its step"
            raise ValueError(message)
        return self

    @property
    def name_step(self) -> int | None:
        """Which step shows the name, if one does."""
        return next((place for place, step in enumerate(self.steps) if step.reveals_name), None)

    def without_name(self) -> Cue:
        """Give the cue as it is shown when its person may not be mentioned; raise `ScriptError` without a fallback."""
        if self.fallback is None:
            raise ScriptError("The part “{title}” has nothing to show without the name.", title=self.segment)
        plain = self.fallback
        steps = tuple(
            step.model_copy(update={"reveals_name": False, "action": plain.action, "caption": plain.caption})
            if step.reveals_name or Placeholder.NAME in placeholders(step.action + step.caption)
            else step
            for step in self.steps
        )
        # The title of a cue about a person is their name.
        unnamed = {"title": self.segment, "do": tuple(d for d in self.do if Placeholder.NAME not in placeholders(d))}
        words = {"headline": plain.headline, "line": plain.line, "say": plain.say}
        return self.model_copy(update={**unnamed, **words, **_NOBODY, "steps": steps})

    def emptied(self) -> Cue:
        """Give the cue without its person and words: kind, segment, length and number of steps stay."""
        bare = self.with_texts(lambda _text: "")
        steps = tuple(step.model_copy(update={"action": tr(SOMEBODY), "reveals_name": False}) for step in bare.steps)
        words = {"segment": self.segment, "title": tr(SOMEBODY), "headline": tr(SOMEBODY), "do": ()}
        return bare.model_copy(update={**words, **_NOBODY, "steps": steps})


_NOBODY: Final = {"recipient": None, "award": None, "fallback": None}


def _without_awards(data: dict[str, Any]) -> dict[str, Any]:
    """Upcast from format 1, whose cues did not name the award that they present."""
    return {**data, "cues": [{**cue, "award": None} for cue in data["cues"]]}


class Script(Document):
    """A whole ceremony as an immutable document; the journal refers to its cues and steps by number."""

    FORMAT: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: _without_awards}

    id: UUID
    title: Annotated[document.Text, Field(min_length=1)]
    """As it is shown: braces in it are braces."""
    opening: NamelessText = ""
    """The line on the curtain before the first GO."""
    pause: NamelessText = ""
    """The line on the curtain in the middle of the evening."""
    gentle: bool = False
    """Still pictures in place of movement, for everybody."""
    cues: Annotated[tuple[Cue, ...], Field(min_length=1)]

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

    @classmethod
    def unreadable(cls, place: str, reason: str) -> ScriptError:
        """Make the error for a text that is no script."""
        return ScriptError(
            "This ceremony cannot be read: {place}: {reason}.", place=place or "the script", reason=reason
        )

    @classmethod
    def too_new(cls) -> ScriptError:
        """Make the error for a script of a later program."""
        return ScriptError("This ceremony cannot be read: it was made by a newer Laurel. Update Laurel to open it.")


StoredScript = Stored[Script]
"""A script with the very text that is stored, and its digest: what rows and journals compare."""
