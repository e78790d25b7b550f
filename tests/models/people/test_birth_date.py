"""Dates in lists are understood or refused, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import InvalidError
from models.people.birth_date import AmbiguousDateError, DateOrder, is_ambiguous, only_order, read_date

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1968-03-04", None, date(1968, 3, 4)),
        ("1968/3/4", MDY, date(1968, 3, 4)),
        ("19680304", None, date(1968, 3, 4)),
        ("1968-03-04 00:00:00", None, date(1968, 3, 4)),
        ("1968-03-04T00:00", None, date(1968, 3, 4)),
        ("04.03.1968", None, date(1968, 3, 4)),
        ("4.3.1968", MDY, date(1968, 3, 4)),
        ("4. 3. 1968", None, date(1968, 3, 4)),
        ("04/03/1968", DMY, date(1968, 3, 4)),
        ("04/03/1968", MDY, date(1968, 4, 3)),
        ("25/12/1968", None, date(1968, 12, 25)),
        ("12/25/1968", None, date(1968, 12, 25)),
        ("03/03/1968", None, date(1968, 3, 3)),
        ("4 - 3 - 1968", DMY, date(1968, 3, 4)),
        ("4 March 1968", None, date(1968, 3, 4)),
        ("4. März 1968", None, date(1968, 3, 4)),
        ("4-Mar-1968", None, date(1968, 3, 4)),
        ("March 4th, 1968", None, date(1968, 3, 4)),
        ("4 août 1968", None, date(1968, 8, 4)),
        ("١٩٦٨-٠٣-٠٤", None, date(1968, 3, 4)),
        ("１９６８/０３/０４", None, date(1968, 3, 4)),
        ("29/02/1964", DMY, date(1964, 2, 29)),
        ("", None, None),
        ("  ", DMY, None),
    ],
)
def test_that_a_date_is_understood(text: str, order: DateOrder | None, day: date | None) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "words"),
    [
        ("31/02/1981", None, "February 1981 has no day 31"),
        ("31/02/1981", DMY, "February 1981 has no day 31"),
        ("31.02.1981", None, "February 1981 has no day 31"),
        ("1981-02-31", None, "February 1981 has no day 31"),
        ("29/02/1981", DMY, "February 1981 has no day 29"),
        ("25/12/1968", MDY, "does not exist"),
        ("1968-13-01", None, "does not exist"),
        ("0000-01-01", None, "does not exist"),
        ("04/03/1968", YMD, "does not begin with the year"),
        ("04/03/68", DMY, "year of two digits"),
        ("4.3.68", None, "year of two digits"),
        ("24867", None, "is not a date"),
        ("soon", None, "is not a date"),
        ("4 Foo 1968", None, "is not a date"),
        ("=TODAY()", None, "is not a date"),
    ],
)
def test_that_a_date_that_cannot_be_is_refused_with_its_reason(text: str, order: DateOrder | None, words: str) -> None:
    with pytest.raises(InvalidError, match="date of birth") as refusal:
        read_date(text, order)
    assert words in str(refusal.value)
    assert not isinstance(refusal.value, AmbiguousDateError)


def test_that_a_date_with_two_readings_asks_for_the_order() -> None:
    with pytest.raises(AmbiguousDateError, match="two ways"):
        read_date("04/03/1968", None)
    assert is_ambiguous("04/03/1968")
    assert not any(map(is_ambiguous, ("25/12/1968", "03/03/1968", "04.03.1968", "1968-03-04", "31/02/1981", "", "x")))


def test_that_a_date_with_one_reading_speaks_for_its_order() -> None:
    assert [only_order(text) for text in ("25/12/1968", "12/25/1968", "04/03/1968", "1968-03-04")] == [
        DMY, MDY, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "epoch", "day"),
    [
        ("24901", date(1899, 12, 30), date(1968, 3, 4)),
        ("24901.5", date(1899, 12, 30), date(1968, 3, 4)),
        ("23439", date(1904, 1, 1), date(1968, 3, 4)),
        ("1", date(1899, 12, 30), date(1900, 1, 1)),
        ("59", date(1899, 12, 30), date(1900, 2, 28)),
        ("61", date(1899, 12, 30), date(1900, 3, 1)),
    ],
)
def test_that_the_day_numbers_of_a_workbook_are_dates(text: str, epoch: date, day: date) -> None:
    assert read_date(text, None, epoch) == day


def test_that_day_zero_is_no_date() -> None:
    with pytest.raises(InvalidError, match="is not a date"):
        read_date("0", None, date(1899, 12, 30))
