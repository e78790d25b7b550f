"""The texts and times of the ceremony that Laurel ships; the texts are translated where they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.translation import mark

OPENING: Final = mark("Make yourself comfortable: sit, stand or lie down.")
OPENING_AT: Final = mark("We begin at {starts}. Make yourself comfortable: sit, stand or lie down.")
PAUSE: Final = mark("We are back in a moment.")

WELCOME: Final = mark("Welcome")
TOGETHER: Final = mark("What we did together")
MOMENTS: Final = mark("A moment for everyone")
MOVEMENT: Final = mark("Movement break")
TROPHY: Final = mark("Trophy: for the group")
PHOTO: Final = mark("Group photo")
CLOSING: Final = mark("Thanks and next steps")

ACTIONS: Final = {
    MOVEMENT: mark("movement break"),
    PHOTO: mark("group photo"),
    CLOSING: mark("thanks and next steps"),
}
"""The names of parts on the presenter's button, where they stand inside a line."""

NO_MOMENT: Final = mark("Came, took part and kept going")
"""The sentence for somebody whose own sentences compare people or are clinical."""

WELCOME_SAY: Final = mark(
    "Good to see you all. Tonight we look back at what this group did, and everybody here is part of it. "
    "Please sit, stand, lie down or walk about as you like; cameras may be on or off. "
    "There is nothing to prepare and nothing to get right. Let us begin."
)
TOGETHER_SAY: Final = mark(
    "Before we come to each of you, a look at what you did as a group. {sentence} "
    "Every one of those is an evening that somebody made room for. A big hand for all of you, from all of you."
)
MOVEMENT_SAY: Final = mark(
    "Time to move, in whatever way is good for you. Stand up, roll your shoulders, walk to the kitchen, or breathe "
    "slowly where you are. We go on in two minutes, and nobody will miss anything."
)
TROPHY_CARD_SAY: Final = mark(
    "There is one trophy tonight, and it belongs to the whole group. {sentence} Nobody did that alone: "
    "you waited for each other, laughed with each other and came back. This trophy is yours, all of yours."
)
PHOTO_SAY: Final = mark(
    "If you would like to be in a group picture, please look at the camera now. If not, switch your camera off or step "
    "aside for a moment; that is just as welcome. Three, two, one. Thank you."
)
CLOSING_SAY: Final = mark(
    "That was our evening. Thank you for the weeks that you gave to this group and to each other. "
    "Your certificates come from the front desk, and the ways to stay in touch are on the sheet that you received. "
    "Go well, take it at your own pace, and let us wave to each other once more."
)


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """One way to introduce and speak about a person; `{moment}` is their sentence."""

    kicker: str
    say: str


NAMED: Final = (
    PersonalWords(
        mark("A moment for one of us"),
        mark(
            "{name}, this moment is yours. On your card it says: “{moment}.” That took effort, week after week, and "
            "we saw "
            "it. Thank you for being here with us."
        ),
    ),
    PersonalWords(
        mark("Something worth remembering"),
        mark(
            "{name}, here is something worth remembering: “{moment}.” Steps like this are what our weeks were made of. "
            "Thank you for letting us be there."
        ),
    ),
    PersonalWords(
        mark("With a warm round of applause"),
        mark(
            "{name}, stay as you are and let us clap for you. “{moment}.” We are glad that you are part of this group."
        ),
    ),
    PersonalWords(
        mark("We saw the effort"),
        mark(
            "{name}, we thought of you for this card: “{moment}.” You know what it took, and all of us would like to "
            "say: "
            "well done."
        ),
    ),
    PersonalWords(
        mark("Good that you were here"),
        mark(
            "{name}, the next card has your name on it. “{moment}.” Keep it with you for the days that are harder, and "
            "remember who clapped."
        ),
    ),
)
UNNAMED: Final = (
    PersonalWords(
        mark("A moment for one of us"),
        mark(
            "This moment is for somebody here who prefers to stay unnamed, and that is just as welcome. “{moment}.” "
            "You know who you are. Let us clap together."
        ),
    ),
    PersonalWords(
        mark("Good that you were here"),
        mark(
            "The next card has no name on it, by choice, and the effort is just as real. “{moment}.” Thank you, "
            "whoever "
            "you are, for being part of this group."
        ),
    ),
)

NAMED_DO: Final = (
    mark("Say the name slowly, once"),
    mark("Leave room for a word of their own"),
    mark("Wait for the clapping to end"),
)
UNNAMED_DO: Final = (mark("Look at the camera, at nobody in particular"), mark("Wait for the clapping to end"))

STRETCH: Final = 20 * 60
"""Seconds after which people need to move."""


def seconds_each(people: int) -> int:
    """Give the seconds of one person's moment: 90 in a small group, else less, for 25 minutes of moments in all."""
    # A large group must still end within the hour; below 15 seconds a moment cannot be read out.
    if people <= 6:
        return 90
    return min(60, max(15, 1500 // people))
