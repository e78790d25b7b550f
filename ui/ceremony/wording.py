"""The console's texts: what GO will show, how late it is, and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ceremonies.permitted import staged, words
from models.people.naming import Level
from models.recognition.script import SOMEBODY
from ui.translation import mark, plural, tr
from ui.words.wording import somebody_text

if TYPE_CHECKING:
    from leaderboards.stage_name import StageName
    from models.recognition.script import Cue
    from ui.ceremony.show import Show

LEVELS: Final = {
    Level.FULL: mark("full name, agreed"),
    Level.FIRST_INITIAL: mark("first name and initial, agreed"),
    Level.FIRST: mark("first name, agreed"),
    Level.INITIALS: mark("initials, agreed"),
    Level.NICKNAME: mark("chosen name, agreed"),
    Level.ANONYMOUS: mark("no name, as they wish"),
    Level.UNMENTIONED: mark("not mentioned"),
}
_FIRST_STRONG: Final = "\u2068"
_POP: Final = "\u2069"


@dataclass(frozen=True, slots=True)
class GoWords:
    """What the big button says, and whether pressing it shows somebody's name."""

    text: str
    shows_name: bool


def go_words(show: Show) -> GoWords:
    """Say what the next GO will show, plainly."""
    action = show.next_action()
    if action is None:
        return GoWords(tr("Lower the curtain"), shows_name=False)
    cue = show.director.staged(action.place.cue, show.names)
    name = None if cue.recipient is None else show.names.get(cue.recipient)
    is_name = action.shows_name and name is not None and not name.is_anonymous
    what = words(cue.steps[action.place.step].action, show.director.script, cue, show.names, _called_in_a_sentence)
    if action.opens_curtain:
        return GoWords(tr("Open the curtain: {what}", what=what), is_name)
    return GoWords(tr("Show the name: {what}", what=what) if is_name else tr("Show: {what}", what=what), is_name)


def cue_title(show: Show, cue: int) -> str:
    """Give the title of a part as it may be shown now, "" for one that is passed over."""
    shown = staged(show.director.script.cues[cue], show.names)
    return "" if shown is None else filled(show, shown, shown.title)


def filled(show: Show, cue: Cue, text: str) -> str:
    """Fill the placeholders of a cue's text with what is permitted now; a name keeps its own direction."""
    return words(text, show.director.script, cue, show.names, _called)


def name_text(name: StageName) -> str:
    """Give what this person is called, by itself."""
    return tr(SOMEBODY) if name.is_anonymous else name.shown


def _called(name: StageName) -> str:
    return name_text(name) if name.is_anonymous else isolated(name.shown)


def _called_in_a_sentence(name: StageName) -> str:
    return somebody_text() if name.is_anonymous else isolated(name.shown)


def isolated(name: str) -> str:
    """Isolate a right-to-left name from the direction of the text around it."""
    return f"{_FIRST_STRONG}{name}{_POP}"


def bare(text: str) -> str:
    """Remove the isolates of `isolated`."""
    return text.replace(_FIRST_STRONG, "").replace(_POP, "")


def span_text(seconds: float) -> str:
    """Say a length of time: "1:18"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def left_text(seconds: float) -> str:
    """Say what is left of a part; what it took too long counts up with a plus."""
    return span_text(seconds) if round(seconds) >= 0 else tr("+{span}", span=span_text(-seconds))


def late_text(seconds: float) -> str:
    """Say in words how late or early the end will be; less than a minute is on time."""
    minutes = int(abs(seconds) // 60)
    if not minutes:
        return tr("on time")
    if seconds > 0:
        return plural(minutes, "{count} min late", "{count} min late")
    return plural(minutes, "{count} min early", "{count} min early")
