"""The names that are permitted on stage, in memory, and read again when something about people changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from models.people.consent import Consent
from models.people.participant import Participant
from models.programme.enrolment import Enrolment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from PySide6.QtCore import SignalInstance

    from leaderboards.stage_name import StageName
    from models.base import Base
    from models.errors import ClinicError

    StageNames = Mapping[UUID, StageName | None]
    Reader = Callable[[Callable[[StageNames], None], Callable[[ClinicError], None]], None]
    """Reads the names again and hands them, or why it could not, to one of the two."""

WATCHES: Final[frozenset[type[Base]]] = frozenset({Consent, Participant, Enrolment})


class NameBook(QObject):
    """The permitted names. While they are read again it is not current, and no name may be shown."""

    changed = Signal()
    unread = Signal(object)
    """`ClinicError`: the names could not be read, so none is revealed."""

    def __init__(
        self,
        stage_names: StageNames,
        reread: Reader,
        tables_changed: SignalInstance | None = None,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._names = dict(stage_names)
        self._reread = reread
        self._asked = 0
        self.is_current = True
        if tables_changed is not None:
            tables_changed.connect(self._hear_change)

    @property
    def permitted(self) -> StageNames:
        """How each person may be called; None for one who is not to be mentioned."""
        return self._names

    def refresh(self) -> None:
        """Read the names again; only the newest answer is used."""
        self.is_current = False
        self._asked += 1
        asked = self._asked

        def take(stage_names: StageNames) -> None:
            if asked == self._asked:
                self.take(stage_names)

        self._reread(take, self.unread.emit)

    def take(self, stage_names: StageNames) -> None:
        """Use these names from now on."""
        self.is_current = True
        if dict(stage_names) != self._names:
            self._names = dict(stage_names)
            self.changed.emit()

    def _hear_change(self, tables: frozenset[type[Base]]) -> None:
        if not WATCHES.isdisjoint(tables):
            self.refresh()
