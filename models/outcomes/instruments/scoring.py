"""Scoring one form: from answers to scores, or to the reason why there are none; a blank is never counted as 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from models.outcomes.instruments.chair_stand import below_average, stands
from models.outcomes.instruments.form import DECLINED, Instrument, Item
from models.outcomes.instruments.library import instrument
from models.translation import number_text, plural, tr

if TYPE_CHECKING:
    from models.outcomes.instruments.rules import Number, Value

Answer: TypeAlias = int | float | str | bool | None
Responses: TypeAlias = Sequence[Answer] | Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result of scoring; a safety flag is among the scores even when `valid` is false."""

    instrument: str
    scores: Mapping[str, Value]
    valid: bool
    reason: str
    rule_version: str
    blank: tuple[int, ...] = field(default=())
    """The questions without a number, counted from 1."""


class _UnusableError(Exception):
    """An answer that cannot be right; its text is the reason."""


def score(name: str, responses: Responses) -> Score:
    """Score the answers to a form, in the order of its questions; None is a blank, "declined" a refusal.

    Forms with published totals also take `{"raw_sum": n}`, the chair stand `{"stands": n, "age": years, "sex": "F" or
    "M", "used_arms": bool}`. The rules and the papers that they come from are in the form's data file. Raises
    `NotFoundError` for an unknown form only; what cannot be scored gives a `Score` with `valid` False and a sentence.
    """
    form = instrument(name)
    try:
        return _scored(form, responses)
    except _UnusableError as fault:
        return Score(instrument=form.id, scores={}, valid=False, reason=str(fault), rule_version=form.rule_version)


def check_answers(form: Instrument, answers: Sequence[Answer]) -> str:
    """Give the sentence that says which answer cannot be right, "" when all can."""
    try:
        _numbers(form, answers)
    except _UnusableError as fault:
        return str(fault)
    return ""


def _scored(form: Instrument, responses: Responses) -> Score:
    found: dict[str, Value] = {}
    answers: tuple[Number | None, ...] = ()
    if not isinstance(responses, Mapping):
        answers = _numbers(form, responses)
    elif form.norms is not None:
        answers = _numbers(form, (stands(responses),))
    else:
        found[form.total_entry] = _total(form, responses)
    for rule in form.rules:
        # A raw sum that was entered takes the place of the rule that adds up the answers.
        value = found.get(rule.key) if rule.key in found else rule.result(answers, found)
        if value is not None:
            found[rule.key] = value
    blank = tuple(number for number, answer in enumerate(answers, start=1) if answer is None)
    valid = any(key in found for key in form.main)
    if valid and form.norms is not None:
        found["below_average"] = below_average(form.norms, responses, answers[0])
    reason = "" if valid else _incomplete(form, blank)
    return Score(
        instrument=form.id, scores=found, valid=valid, reason=reason, rule_version=form.rule_version, blank=blank
    )


def _numbers(form: Instrument, answers: Sequence[Answer]) -> tuple[Number | None, ...]:
    """Give the number that each answer counts as, None for a blank or a refusal."""
    if isinstance(answers, str) or not isinstance(answers, Sequence):
        raise _UnusableError(tr("The answers to {form} are not a list.", form=form.title))
    most = len(form.items)
    fewest = form.fewest or most
    if not fewest <= len(answers) <= most:
        wanted = number_text(most) if fewest == most else tr("{lowest} to {highest}", lowest=fewest, highest=most)
        raise _UnusableError(
            plural(
                most,
                "{form} has {wanted} answer, and {given} were given.",
                "{form} has {wanted} answers, and {given} were given.",
                form=form.title,
                wanted=wanted,
                given=len(answers),
            )
        )
    pairs = enumerate(zip(form.items, answers, strict=False), start=1)
    return tuple(_counted(form, item, number, answer) for number, (item, answer) in pairs)


def _counted(form: Instrument, item: Item, place: int, answer: Answer) -> Number | None:
    if answer is None or answer == DECLINED:
        return None
    lowest, highest = form.bounds(item)
    given = _finite(answer, tr("Answer {place}", place=place), ticks=(lowest, highest) == (0, 1))
    if given < lowest or (highest is not None and given > highest):
        limits = (
            tr("from {lowest} to {highest}", lowest=lowest, highest=highest)
            if highest is not None
            else tr("{lowest} or more", lowest=lowest)
        )
        raise _UnusableError(
            tr(
                "Answer {place} is {given}, but {form} takes {limits}.",
                place=place, given=_shown(given), form=form.title, limits=limits,
            )
        )  # fmt: skip
    if form.whole and given != int(given):
        raise _UnusableError(
            tr(
                "Answer {place} is {given}, but {form} takes whole numbers.",
                place=place, given=_shown(given), form=form.title,
            )
        )  # fmt: skip
    given = int(given) if form.whole else given
    return item.scored_as[int(given) - lowest] if item.scored_as else given


def _finite(answer: Answer, what: str, *, ticks: bool = False) -> Number:
    # `True` is an int in Python: only a tick may be one, or a wrong JSON type would be scored as 1.
    if isinstance(answer, bool) and ticks:
        return int(answer)
    if isinstance(answer, int) and not isinstance(answer, bool):
        return answer
    if isinstance(answer, float) and math.isfinite(answer):
        return answer
    raise _UnusableError(tr("{what} is not a number.", what=what))


def _total(form: Instrument, responses: Mapping[str, Answer]) -> int:
    """Give the entered raw sum; refuse one that the form's answers cannot add up to."""
    if not form.total_entry or set(responses) != {form.total_entry}:
        raise _UnusableError(tr("The answers to {form} are not a list.", form=form.title))
    given = _finite(responses[form.total_entry], tr("The raw sum"))
    bounds = [form.bounds(item) for item in form.items]
    lowest, highest = sum(low for low, _ in bounds), sum(high or 0 for _, high in bounds)
    if not lowest <= given <= highest or given != int(given):
        raise _UnusableError(
            tr(
                "The raw sum is {given}, but {form} has whole sums from {lowest} to {highest}.",
                given=_shown(given), form=form.title, lowest=lowest, highest=highest,
            )
        )  # fmt: skip
    return int(given)


def _incomplete(form: Instrument, blank: Sequence[int]) -> str:
    missing = tr(form.missing)
    if not blank:
        return missing
    which = plural(
        len(blank),
        "Question {numbers} has no answer.",
        "Questions {numbers} have no answer.",
        numbers=", ".join(map(number_text, blank)),
    )
    return f"{which} {missing}"


def _shown(given: Number) -> str:
    return f"{given:g}" if abs(given) < 1e9 else tr("far too large")
