"""Repeating an operation on a file that another program has open, such as a virus scanner."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST: Final = 5.0
"""Seconds; after that the error is raised."""
_PAUSE: Final = 0.1
_IN_USE: Final = frozenset({5, 32, 33})
"""Error codes of Windows: access denied (also while the target of a rename is read), in use, locked."""


def replace_file(source: Path, target: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Move a file or folder in one step, over an existing one; repeat while another program has one of them open."""
    retry_while_in_use(lambda: source.replace(target), sleep=sleep)


def retry_while_in_use(act: Callable[[], object], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Call `act` until it succeeds, for `LONGEST` seconds while it fails since another program has the file open."""
    waited = 0.0
    while True:
        try:
            act()
        except OSError as fault:
            if getattr(fault, "winerror", 0) not in _IN_USE or waited >= LONGEST:
                raise
            sleep(_PAUSE)
            waited += _PAUSE
        else:
            return
