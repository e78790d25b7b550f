"""A note, outside the database file, of the end of the audit chain: it shows when the newest records are lost."""

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
    """The newest end of the audit chain that was committed.

    A damaged or removed -wal loses committed records without any error of SQLite; this note shows it. It is written
    after each commit has reached the disk, so that it is never ahead of a sound file.
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
        """Note a newer end (some 10 µs); an error of the disk is ignored, since the records are saved already."""
        with self._lock, suppress(OSError):
            if head.seq <= self._seq:
                return
            if self._handle is None:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._handle = os.open(self._path, flags, PRIVATE_FILE)
            # Written over in place, within one disk block: a new file and a rename each commit would cost milliseconds.
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _note(head))
            self._seq = head.seq

    def reset(self, head: Head) -> None:
        """Note an end that may be older, after somebody accepted that records are lost."""
        with self._lock:
            self._close()
            publish(self._path, _note(head))
            self._seq = head.seq

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _note(head: Head) -> bytes:
    document = {"seq": head.seq, "mac": head.mac.hex(), "sum": _sum(head)}
    return json.dumps(document).encode().ljust(_LENGTH - 1) + b"\n"


def _sum(head: Head) -> int:
    """Give the checksum of a note: one that was read while it was written does not fit."""
    return zlib.crc32(head.mac, head.seq)
