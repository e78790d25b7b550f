"""Connections to one clinic's file: one kept for each thread that works a lot, passing ones for all others."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from models.folder.storage_errors import DiskError
from models.keys.sealed import Sealer
from models.keys.slots import Keys
from models.storage import cipher
from models.storage.engines import make_engines

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from models.storage.engines import Engines


class Connections:
    """Opens connections to the file with the keys given last to `open`."""

    def __init__(self, file: Path, keys: Keys) -> None:
        self._file = file
        self._inode = file.stat().st_ino
        self._kept: dict[int, Engines] = {}
        """By thread; a write takes 0.4 ms on a kept connection and 1.9 ms on a fresh one (measured)."""
        self._guard = threading.Lock()
        self.open(keys)

    def open(self, keys: Keys) -> None:
        """Take the keys; every connection from now on is opened with them."""
        self._keys = keys
        self._passing = make_engines(self._file, self._connect, Sealer(keys.clinical))
        self._idle = self._connect()
        """Stays open, so that a passing connection is never the last one, which would empty the -wal at each close."""

    def close(self) -> None:
        """Close every connection; other threads must have ended their work."""
        with self._guard:
            engines, self._kept = [*self._kept.values(), self._passing], {}
        for each in engines:
            each.reading.dispose()
        self._idle.close()

    def forget_keys(self) -> None:
        """Keep no key in memory until `open` is given some; no connection can be opened meanwhile."""
        self._keys = Keys(b"", None)

    def adopt_thread(self) -> None:
        """Keep one connection for the calling thread."""
        with self._guard:
            self._kept.setdefault(
                threading.get_ident(),
                make_engines(self._file, self._connect, Sealer(self._keys.clinical), keeps_one=True),
            )

    def release_thread(self) -> None:
        """Close the connection that the calling thread kept."""
        with self._guard:
            kept = self._kept.pop(threading.get_ident(), None)
        if kept is not None:
            kept.reading.dispose()

    def engines(self) -> Engines:
        """Give the engines of the calling thread: its own, or the passing ones."""
        return self._kept.get(threading.get_ident(), self._passing)

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """Give a connection of the driver outside any transaction."""
        pooled = self.engines().reading.raw_connection()
        try:
            yield cast("sqlite3.Connection", pooled.driver_connection)
        finally:
            pooled.close()

    def confirm_in_place(self) -> None:
        """Raise `DiskError` where the file was moved away or replaced since it was opened first."""
        # SQLite goes on writing into a file that has no name any more, without an error: such a write would be lost.
        try:
            in_place = self._file.stat().st_ino == self._inode
        except OSError:
            in_place = False
        if not in_place:
            raise DiskError(
                "NOT saved: the clinic's file is gone or was replaced while open. "
                "Check the disk, then open the clinic again."
            )

    def _connect(self) -> sqlite3.Connection:
        """Open a connection; any thread may close it, one at a time uses it."""
        return cipher.connect(self._file, self._keys.data, across_threads=True)
