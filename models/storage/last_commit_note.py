"""A note, outside the file, of how far the audit chain had come: records that vanish are then noticed."""

from __future__ import annotations

import json
import os
import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from models.folder.folder import PRIVATE_FILE, publish
from models.storage.audit import Head

if TYPE_CHECKING:
    from pathlib import Path

_LENGTH: Final = 160


class LastCommitNote:
    """The newest end of the audit chain that was ever committed here.

    It is written after each commit has reached the disk, so it is never ahead of a sound file, whenever the program
    or the computer stops: a file that is behind it has lost something.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._seq = 0

    def read(self) -> Head | None:
        """Give the noted end; None where nothing readable is noted."""
        try:
            document = json.loads(self._path.read_bytes())
            head = Head(int(document["seq"]), bytes.fromhex(document["mac"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return head if document.get("sum") == _sum(head) else None

    def rise(self, head: Head) -> None:
        """Note a newer end, over the old note and in one piece of one disk block (some 10 µs).

        What it notes is saved already: a disk that refuses the note leaves it behind, which is harmless.
        """
        with self._lock, suppress(OSError):
            if head.seq <= self._seq:
                return
            if self._handle is None:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._handle = os.open(self._path, flags, PRIVATE_FILE)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _note(head))
            self._seq = head.seq

    def reset(self, head: Head) -> None:
        """Note an end that may be older, after somebody accepted that records are gone."""
        with self._lock:
            self._let_go()
            publish(self._path, _note(head))
            self._seq = head.seq

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _note(head: Head) -> bytes:
    document = {"seq": head.seq, "mac": head.mac.hex(), "sum": _sum(head)}
    return json.dumps(document).encode().ljust(_LENGTH - 1) + b"\n"


def _sum(head: Head) -> int:
    """Sum a note up, so that one read while it is being written is not believed."""
    return zlib.crc32(head.mac, head.seq)
