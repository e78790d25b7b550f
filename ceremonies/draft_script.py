"""“Make me a ceremony”: drafts a timed script with a moment for every nominee."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from ceremonies import templates
from ceremonies.content_check import is_kind
from leaderboards.nominees import Mention, Moment
from models.recognition.script import Cue, CueKind, Priority, Script, Sound, Step, StepKind, literal
from models.translation import plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaderboards.nominees import GroupTotal, Nominee

LONGEST_LINE: Final = 90
"""Characters of a sentence that can be read from the back of the room."""


def make_ceremony(
    nominees: Sequence[Nominee],
    total: GroupTotal,
    title: str,
    *,
    ceremony: UUID,
    starts: str = "",
    is_gentle: bool = False,
    rng: Random | None = None,
) -> Script:
    """Write the shipped ceremony for these people: welcome, the group, a moment for each, the shared trophy, closing.

    The order of people is shuffled, by the ceremony's id unless `rng` is given, so that it shows no rank.
    `starts` is the time of day as it is to be read, "" to leave it out.
    """
    order = rng or Random(ceremony.int)  # noqa: S311  (a fair order, not a secret)
    people = _in_fair_order(nominees, order)
    moments = [_moment(ceremony, person, moment, place, len(people)) for place, (person, moment) in enumerate(people)]
    before, after = _before(ceremony, total), _after(ceremony, total)
    cues = _with_breaks(ceremony, before, moments, after)
    opening = tr(templates.OPENING_AT, starts=literal(starts)) if starts else tr(templates.OPENING)
    return Script(
        id=ceremony, title=title, opening=opening, pause=tr(templates.PAUSE), gentle=is_gentle, cues=tuple(cues)
    )


def chosen_moments(nominees: Sequence[Nominee]) -> dict[UUID, Moment]:
    """Choose a moment for each person, by reference: their rarest sentence; for an anonymous person the most common.

    A rare sentence would tell the group who the anonymous person is. A sentence that compares people or is clinical is
    never chosen; one with a count, which compares people when two are read out, only where there is no other.
    """
    fit = {person.reference: [_plain(m) for m in person.moments if _may_be_said(m)] for person in nominees}
    shared = Counter(line for moments in fit.values() for line in {moment.sentence for moment in moments})
    chosen = {}
    for person in nominees:
        moments = fit[person.reference] or [Moment(tr(templates.NO_MOMENT))]
        # 1 prefers a rare sentence, -1 a common one.
        wish = 1 if person.mention is Mention.NAMED else -1
        chosen[person.reference] = min(moments, key=partial(_unfitness, wish=wish, shared=shared))
    return chosen


def _may_be_said(moment: Moment) -> bool:
    return is_kind(moment.sentence) and bool(moment.sentence.strip())


def _unfitness(moment: Moment, wish: int, shared: Counter[str]) -> tuple[bool, bool, int]:
    line = moment.sentence
    return len(line) > LONGEST_LINE, any(letter.isdigit() for letter in line), wish * shared[line]


def _in_fair_order(nominees: Sequence[Nominee], rng: Random) -> list[tuple[Nominee, Moment]]:
    """Shuffle, then separate equal sentences and anonymous people that follow each other, as far as possible."""
    moments = chosen_moments(nominees)
    # Shuffled from a fixed order, so that the ceremony's id alone decides.
    ordered = sorted(nominees, key=lambda person: person.reference)
    rng.shuffle(ordered)
    alikes = [(person.mention is Mention.ANONYMOUS, moments[person.reference].sentence) for person in ordered]
    places = _spread(alikes)
    return [(ordered[place], moments[ordered[place].reference]) for place in places]


def _spread(alikes: Sequence[tuple[bool, str]]) -> list[int]:
    """Give the order of these entries in which neighbours are least alike, as far as swaps of two find it."""
    places = list(range(len(alikes)))

    def alike() -> int:
        pairs = pairwise(alikes[place] for place in places)
        return sum(3 * (one[0] and other[0]) + (one[1] == other[1]) for one, other in pairs)

    least, better = alike(), True
    while least and better:
        better = False
        for one, other in combinations(range(len(places)), 2):
            places[one], places[other] = places[other], places[one]
            now = alike()
            if now < least:
                least, better = now, True
            else:
                places[one], places[other] = places[other], places[one]
    return places


def _plain(moment: Moment) -> Moment:
    """Give the moment with its sentence without a full stop, which the template has."""
    return replace(moment, sentence=" ".join(moment.sentence.split()).rstrip("."))


def _moment(ceremony: UUID, person: Nominee, moment: Moment, place: int, people: int) -> Cue:
    line = literal(moment.sentence)
    is_named = person.mention is Mention.NAMED
    manners = templates.NAMED if is_named else templates.UNNAMED
    manner = manners[place % len(manners)]
    reveal = Step(
        kind=StepKind.NAME,
        action="{name}",
        caption=tr("[applause] {name}: please unmute and clap.")
        if is_named
        else tr("[applause] Please unmute and clap."),
        reveals_name=True,
        sound=Sound.CHIME,
    )
    return Cue(
        id=uuid5(ceremony, f"moment {person.reference}"),
        kind=CueKind.MOMENT,
        segment=tr(templates.MOMENTS),
        title="{name}",
        kicker=tr(manner.kicker),
        headline="{name}",
        line=line,
        say=tr(manner.say).replace("{moment}", line),
        do=tuple(map(tr, templates.NAMED_DO if is_named else templates.UNNAMED_DO)),
        recipient=person.reference,
        award=moment.award,
        steps=(Step(kind=StepKind.KICKER, action=tr("the next moment"), caption=tr("[soft piano]")), reveal),
        seconds=templates.seconds_each(people),
    )


def _before(ceremony: UUID, total: GroupTotal) -> list[Cue]:
    welcome = Cue(
        id=uuid5(ceremony, "welcome"),
        kind=CueKind.TITLE,
        segment=tr(templates.WELCOME),
        title=tr(templates.WELCOME),
        kicker=tr(templates.WELCOME),
        headline="{title}",
        line=tr("Good to see you."),
        say=tr(templates.WELCOME_SAY),
        do=(
            tr("Everybody can hear you"),
            tr("Captions are on in the call"),
            tr("Tell people that they may move at any time"),
        ),
        steps=(Step(kind=StepKind.CARD, action=tr("welcome"), caption=tr("Welcome, everybody.")),),
        seconds=120,
    )
    together = Cue(
        id=uuid5(ceremony, "together"),
        kind=CueKind.GROUP_TOTAL,
        segment=tr(templates.TOGETHER),
        title=tr(templates.TOGETHER),
        kicker=tr(templates.TOGETHER),
        headline=_sessions_and_people(total),
        line=tr("Everybody who was here is part of every one of them."),
        say=tr(templates.TOGETHER_SAY, sentence=_total_sentence(total)),
        do=(tr("Leave a few seconds for the number"),),
        steps=(
            Step(
                kind=StepKind.CARD,
                action=tr("what we did together"),
                caption=tr("[applause] For everybody here."),
            ),
        ),
        seconds=120,
    )
    return [welcome, together]


def _after(ceremony: UUID, total: GroupTotal) -> list[Cue]:
    headline = tr("We did this together")
    if total.evenings:
        headline = plural(total.evenings, "{count} evening, together", "{count} evenings, together")
    card = Step(
        kind=StepKind.CARD, action=tr("what the trophy is for"), caption=tr("[soft piano] For the whole group.")
    )
    rise = Step(
        kind=StepKind.TROPHY,
        action=tr("the trophy for the group"),
        caption=tr("[fanfare] Please unmute and clap for each other."),
        sound=Sound.FANFARE,
        confetti=True,
    )
    trophy = Cue(
        id=uuid5(ceremony, "trophy"),
        kind=CueKind.SHARED_TROPHY,
        segment=tr(templates.TROPHY),
        title=tr(templates.TROPHY),
        kicker=tr("For the whole group"),
        headline=headline,
        line=tr("This one belongs to all of us."),
        trophy="cup",
        plaque=tr("Together"),
        say=tr(templates.TROPHY_CARD_SAY, sentence=_total_sentence(total)),
        do=(tr("Everybody may unmute now"), tr("Hold the real trophy up to the camera, if there is one")),
        steps=(card, rise),
        seconds=150,
    )
    photo = _card(ceremony, CueKind.PHOTO, templates.PHOTO, tr("A picture, if you like"), templates.PHOTO_SAY, 60)
    closing = _card(ceremony, CueKind.CLOSING, templates.CLOSING, tr("Thank you"), templates.CLOSING_SAY, 150)
    photo = photo.model_copy(update={"priority": Priority.SHOULD, "line": tr("Cameras on or off, as you wish.")})
    closing = closing.model_copy(update={"line": tr("Go well, at your own pace.")})
    return [trophy, photo, closing]


def _card(ceremony: UUID, kind: CueKind, title: str, headline: str, say: str, seconds: int, number: int = 0) -> Cue:
    return Cue(
        id=uuid5(ceremony, f"{kind} {number}"),
        kind=kind,
        segment=tr(title),
        title=tr(title),
        kicker=tr(title),
        headline=headline,
        say=tr(say),
        steps=(
            Step(
                kind=StepKind.CARD,
                action=tr(templates.ACTIONS[title]),
                caption=tr("{sentence}.", sentence=headline),
            ),
        ),
        seconds=seconds,
    )


def _with_breaks(ceremony: UUID, before: list[Cue], moments: list[Cue], after: list[Cue]) -> list[Cue]:
    """Insert movement breaks between people at equal intervals, of at most `templates.STRETCH`."""
    planned = sum(cue.seconds for cue in (*before, *moments, *after))
    # One break fewer than there are stretches.
    breaks = -(-planned // templates.STRETCH) - 1
    every = planned / (breaks + 1)
    cues, clock, made = list(before), float(sum(cue.seconds for cue in before)), 0
    for cue in moments:
        if made < breaks and clock + cue.seconds / 2 > every * (made + 1):
            made += 1
            cues.append(_break(ceremony, made))
        cues.append(cue)
        clock += cue.seconds
    return [*cues, *after]


def _break(ceremony: UUID, number: int) -> Cue:
    card = _card(
        ceremony, CueKind.BREAK, templates.MOVEMENT, tr("Time to move"), templates.MOVEMENT_SAY, 120, number=number
    )
    words = {"line": tr("Stand, stretch, walk or rest."), "do": (tr("Move with them"),), "priority": Priority.NICE}
    return card.model_copy(update=words)


def _sessions_and_people(total: GroupTotal) -> str:
    if not total.sessions:
        return tr("We came together")
    people = plural(total.people, "{count} person", "{count} people")
    return plural(total.sessions, "{count} session, {people}", "{count} sessions, {people}", people=people)


def _total_sentence(total: GroupTotal) -> str:
    if not total.evenings:
        return tr("You came together as a group.")
    return plural(
        total.sessions,
        "In {count} session you came {times}, each in your own way.",
        "In {count} sessions you came {times}, each in your own way.",
        times=plural(total.evenings, "{count} time", "{count} times"),
    )
