"""Reading birth dates in lists: a date that begins with the year is always read, day and month are never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from babel.dates import get_month_names

from models.errors import InvalidError
from models.text import fold
from models.translation import current_language


class DateOrder(StrEnum):
    """In which order a file writes day, month and year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class AmbiguousDateError(InvalidError):
    """A date that can be read in two ways; the order of day and month in the file must be given."""


_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
# Spreadsheets write midnight behind a date without a time.
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*[/\- ]\s*(\d{1,2})\s*[/\- ]\s*(\d{4})(?: 0?0:00.*)?")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}")
_IN_WORDS: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d_]+)\.?,?[\s-]+(\d{4})")
_IN_WORDS_MONTH_FIRST: Final = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SERIAL: Final = re.compile(r"\d{1,6}(?:\.\d+)?")
# Of two languages that share a word the earlier one of this list decides.
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cy", "sv", "da", "fi")


def read_date(text: str, order: DateOrder | None, epoch: date | None = None) -> date | None:
    """Read one date, None for a blank; refused where it does not exist or can be read in two ways.

    `order` is the file's; without it only what has one possible reading is taken. Dots mean day first.
    `epoch` is the first day (number 0) of a workbook: day numbers are read in workbooks only.
    """
    written = text.strip()
    if not written:
        return None
    if epoch is not None and _SERIAL.fullmatch(written):
        return _from_serial(written, epoch)
    for shape in (_YEAR_FIRST, _COMPACT):
        if parts := shape.fullmatch(written):
            return _day(written, int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _DOTTED.fullmatch(written):
        return _day(written, int(parts[3]), int(parts[2]), int(parts[1]))
    if parts := _YEAR_LAST.fullmatch(written):
        return _year_last(written, int(parts[1]), int(parts[2]), int(parts[3]), order)
    if _SHORT_YEAR.fullmatch(written):
        raise InvalidError("The date of birth {written} has a year of two digits. Write all four.", written=written)
    return _in_words(written)


def is_ambiguous(text: str) -> bool:
    """Tell whether a date could be read with the day or with the month first."""
    try:
        read_date(text, None)
    except AmbiguousDateError:
        return True
    except InvalidError:
        return False
    return False


def only_order(text: str) -> DateOrder | None:
    """Give the one order in which a date with the year last makes sense, None where it tells nothing."""
    parts = _YEAR_LAST.fullmatch(text.strip())
    if parts is None:
        return None
    first, second = int(parts[1]), int(parts[2])
    if first > 12 >= second:
        return DateOrder.DMY
    return DateOrder.MDY if second > 12 >= first else None


def _year_last(written: str, first: int, second: int, year: int, order: DateOrder | None) -> date:
    if order is DateOrder.YMD:
        raise InvalidError("The date of birth {written} does not begin with the year. Correct it.", written=written)
    if order is None and first <= 12 and second <= 12 and first != second:
        raise AmbiguousDateError(
            "The date of birth {written} can be read in two ways. Say whether the day or the month comes first.",
            written=written,
        )
    day_first = order is DateOrder.DMY or (order is None and first > 12) or first == second
    return _day(written, year, second, first) if day_first else _day(written, year, first, second)


def _day(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if 1 <= month <= 12 and 1 <= day <= 31:
            months = get_month_names("wide", "format", current_language().formats)
            raise InvalidError(
                "The date of birth {written} does not exist: {month} {year} has no day {day}. Correct it.",
                written=written, month=months[month], year=year, day=day,
            ) from None  # fmt: skip
        raise InvalidError("The date of birth {written} does not exist. Correct it.", written=written) from None


def _from_serial(written: str, epoch: date) -> date:
    """Give the date of a workbook's day number."""
    # Excel's older count has a 29 February 1900 (day 60), as Lotus 1-2-3 had: days before it are one day off.
    number = int(float(written))
    if number < 1:
        raise InvalidError("The date of birth {written} is not a date. Correct it.", written=written)
    shifted = number + (number < 60 and epoch.year < 1900)
    try:
        return epoch + timedelta(days=shifted)
    except OverflowError:
        raise InvalidError("The date of birth {written} is not a date. Correct it.", written=written) from None


def _in_words(written: str) -> date:
    day_first, month_first = _IN_WORDS.fullmatch(written), _IN_WORDS_MONTH_FIRST.fullmatch(written)
    parts = day_first or month_first
    if parts:
        day, name = (parts[1], parts[2]) if day_first else (parts[2], parts[1])
        month = _months().get(fold(name))
        if month is not None:
            return _day(written, int(parts[3]), month, int(day))
    raise InvalidError("The date of birth {written} is not a date. Write it as 1968-03-04.", written=written)


@cache
def _months() -> dict[str, int]:
    """Give the number of each month by its folded name, long and short, in `_LANGUAGES`."""
    return {
        fold(name).rstrip("."): number
        for language in reversed(_LANGUAGES)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
