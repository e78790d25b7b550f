"""A script of format 1 as it was stored, and the type that a next version of Laurel might have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final
from uuid import UUID

from models.recognition.script import Cue, Script, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.document import Upcast

RECIPIENT: Final = UUID(int=9)
FORMAT_1: Final = (
    '{"cues":[{"do":["Captions are on"],"fallback":null,"headline":"{title}",'
    '"id":"00000000-0000-0000-0000-000000000002","kicker":"","kind":"title","line":"","plaque":"","priority":"must",'
    '"recipient":null,"say":"Welcome, all.","seconds":60,"segment":"","steps":[{"action":"welcome",'
    '"caption":"Welcome.","confetti":false,"kind":"card","reveals_name":false,"sound":"none"}],"title":"Welcome",'
    '"trophy":""},{"do":["{name} is here"],"fallback":{"action":"thanks","caption":"[applause]",'
    '"headline":"Thank you","line":"For the tea","say":"Thanks for the tea."},"headline":"{name}",'
    '"id":"00000000-0000-0000-0000-000000000003","kicker":"A moment for","kind":"moment",'
    '"line":"Came back to the group after a break","plaque":"Together","priority":"must",'
    '"recipient":"00000000-0000-0000-0000-000000000009","say":"{name} came back.","seconds":45,"segment":"Moments",'
    '"steps":[{"action":"the next moment","caption":"","confetti":false,"kind":"kicker","reveals_name":false,'
    '"sound":"none"},{"action":"{name}","caption":"{name}: please clap.","confetti":false,"kind":"name",'
    '"reveals_name":true,"sound":"none"}],"title":"{name}","trophy":"cup"}],"format":1,"gentle":false,'
    '"id":"00000000-0000-0000-0000-000000000001","opening":"We begin at 19:00.","pause":"Back soon.",'
    '"title":"Spring {graduation}"}'
)
DIGEST_1: Final = "630e7d50f8d8fe8e4b4da2b5a44914d964cd44e8a1f616b4bc933c44a506fb60"
"""What the version that wrote it kept beside it."""
JOURNAL_1: Final = (
    '{"utc":"2026-11-23T19:00:00Z","event":{"kind":"begin","at":0.0,"digest":"' + DIGEST_1 + '"}}',
    '{"utc":"2026-11-23T19:00:02Z","event":{"kind":"open","at":2.0,"cue":0,"step":0}}',
    '{"utc":"2026-11-23T19:01:00Z","event":{"kind":"go","at":60.0,"cue":1,"step":0}}',
    '{"utc":"2026-11-23T19:01:05Z","event":{"kind":"go","at":65.0,"cue":1,"step":1}}',
)


class NextCue(Cue):
    """A cue with one text and one choice more."""

    memory: Text = ""
    """What the group remembers of this person, for the book."""
    is_quiet: bool | None = None


class NextScript(Script):
    """A script with one text more, in cues and for the whole."""

    FORMAT: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {**Script.UPCASTS, 2: lambda data: {**data, "blessing": ""}}

    blessing: Text
    cues: tuple[NextCue, ...]


def with_new_texts(text: str, memory: str, blessing: str = "") -> str:
    """Give a stored script as the next version would write it, with these words in its new fields."""
    script = NextScript.from_text(text)
    cues = tuple(cue.model_copy(update={"memory": memory}) for cue in script.cues)
    return script.model_copy(update={"cues": cues, "blessing": blessing}).to_text()
