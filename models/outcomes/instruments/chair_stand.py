"""The 30-second chair stand: a count compared with the average of age and sex.

Procedure and norms: CDC STEADI, "Assessment: 30-Second Chair Stand" (2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.outcomes.instruments.form import Norms
    from models.outcomes.instruments.rules import Number


def stands(record: Mapping[str, object]) -> int | float | str | None:
    """Give the count of a test: 0 when the arms were used, whatever was counted."""
    if record.get("used_arms") is True:
        return 0
    given = record.get("stands")
    return given if isinstance(given, int | float | str) else None


def below_average(norms: Norms, record: object, count: Number | None) -> bool | None:
    """Tell whether the count is below average; None without age, sex, or a norm for that age."""
    if not isinstance(record, Mapping) or count is None:
        return None
    age, least = record.get("age"), norms.least.get(str(record.get("sex")))
    if isinstance(age, bool) or not isinstance(age, int | float) or least is None or age > norms.until:
        return None
    from_age = [start for start in least if start <= age]
    return count < least[max(from_age)] if from_age else None
