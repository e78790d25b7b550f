"""Waiting a little for a file that another program holds: a virus scanner or a backup looks at what is new."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST: Final = 5.0
"""Seconds: what is held longer is told."""
_PAUSE: Final = 0.1
_IN_USE: Final = frozenset({5, 32, 33})
"""Windows: access denied (as it says while somebody reads what is to be replaced), in use, locked."""


def replace_file(source: Path, target: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Move a file or folder in one step, over what is there; while another program holds one of them, try again."""
    retry_while_in_use(lambda: source.replace(target), sleep=sleep)


def retry_while_in_use(act: Callable[[], object], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Do something to a file, again and again for a while as long as another program holds it."""
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
