"""One window per clinic: a second start calls the first one, which comes to the front."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from models.folder.lock import account

if TYPE_CHECKING:
    from pathlib import Path

_CALL_TIMEOUT: Final = 800
"""Milliseconds."""


class SingleInstance(QObject):
    """Listens for second starts with the clinic that is open here."""

    called = Signal()
    """A second start asks for this window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, folder: Path) -> None:
        """Answer for this clinic from now on, and for no other."""
        self.leave()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # on Linux and macOS the socket file of a killed program stays behind
            self._server.listen(name)

    def leave(self) -> None:
        """Stop answering."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        if self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.close()
            self.called.emit()


def call_running(folder: Path) -> bool:
    """Ask a Laurel that has this clinic open to come to the front; tell whether there is one."""
    line = QLocalSocket()
    line.connectToServer(_name(folder))
    is_answered = line.waitForConnected(_CALL_TIMEOUT)
    line.close()
    return is_answered


def _name(folder: Path) -> str:
    # Hashed: the path of a socket has room for about 100 bytes, and a clinic's folder is nobody else's business.
    who = account().encode() + b"\n" + os.fsencode(folder.resolve())
    return f"laurel-{sha256(who).hexdigest()[:24]}"
