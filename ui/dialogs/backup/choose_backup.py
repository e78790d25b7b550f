"""Choosing a backup to restore: all that are found, newest first, and any other file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from shiboken6 import isValid

from models.backup.archive import confirm_bytes
from models.backup.backup_list import BackupLine, backups_in, read_line
from models.errors import ClinicError
from models.folder.clock import system_clock
from ui.dialogs.panel import Panel
from ui.tables.rows import SOFT, STRONG, Column, Look, RowsModel
from ui.theme.appearance import px
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import primary, quiet
from ui.widgets.cards import row
from ui.widgets.files import DropZone
from ui.widgets.labels import Body, Problem, Soft
from ui.widgets.table import TableFrame, TableView
from ui.words.restore import age_text, content_text, moment_text, unfit_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from models.folder.clock import Clock
    from ui.job import Job, Progress
    from ui.tasks import Runner


@dataclass(frozen=True, slots=True)
class Offered:
    """One backup of the list: where it was found, and why it cannot be restored here ("" where it can)."""

    line: BackupLine
    location: str
    unfit: str = ""


class ChooseBackup(Panel):
    """Lists the backups of some folders; one that cannot be restored is grey, with the reason."""

    chosen = Signal(object)
    """The `Path` of a backup."""
    back_asked = Signal()

    def __init__(
        self, runner: Runner, locations: Sequence[tuple[str, Path]], clinic: UUID | None, *, wanted: Path | None = None,
        clock: Clock = system_clock,
    ) -> None:  # fmt: skip
        super().__init__(
            tr("Restore a backup"), tr("The clinic becomes again what it was when the backup was made."),
            width=820,
        )  # fmt: skip
        self._runner, self._locations, self._clinic, self._clock = runner, locations, clinic, clock
        self._wanted = wanted
        self._reading: Job | None = None
        self._build_table()
        self.empty = Body(tr("No backup was found in the clinic's folder. Choose a file below."), tone="soft")
        self.empty.hide()
        self.problem = Problem()
        self.zone = DropZone(tr("Or drop a backup file here"), tr("Backups of Laurel"), "*.laurel")
        box = self.zone.layout()
        if box is not None:
            box.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self.zone.chosen.connect(self.add_file)
        self.button = primary(tr("Go on"), self.go_on, key=tr("Enter"))
        self.button.setEnabled(False)
        foot = row(quiet(tr("Back"), self.back_asked.emit), self.button)
        foot.insertStretch(1, 1)
        self.about = Soft(wrap=True)
        self.add(self.frame, self.empty, self.about, self.zone, self.problem, foot)
        runner.start(self, lambda _progress: self._found(), self._show)

    def first_field(self) -> QWidget | None:
        """Give the list."""
        return self.table

    def add_file(self, path: Path) -> None:
        """Add a file that was chosen or dropped at the top of the list."""
        self.problem.hide()
        self._runner.start(self, lambda _progress: read_line(path), self._add, self.problem.refuse)

    def go_on(self) -> None:
        """Emit the backup that is selected, where it can be restored."""
        offered = self.table.current()
        if isinstance(offered, Offered) and not offered.unfit:
            self._stop_reading()
            self.chosen.emit(offered.line.path)

    def _build_table(self) -> None:
        now, zone = self._clock(), self._clock().astimezone().tzinfo
        assert zone is not None  # noqa: S101  (an aware instant has a zone)
        self.model = RowsModel[Offered](
            [
                Column(tr("Made"), lambda each: moment_text(each.line.made_at, now, zone), _toned(STRONG), width=170),
                Column(tr("Age"), lambda each: age_text(each.line.made_at, now), _toned(SOFT), width=120),
                Column(tr("What is in it"), _about, _toned(Look())),
                Column(tr("Where"), lambda each: each.location, _toned(SOFT), width=130),
            ],
            accessible_text=lambda each: (
                f"{moment_text(each.line.made_at, now, zone)}, {_about(each)}, {each.location}"
            ),
        )
        self.table = TableView(self.model, tr("Backups, the newest first"))
        self.table.opened.connect(lambda _row: self.go_on())
        self.table.current_changed.connect(self._enable_button)
        self.frame = TableFrame(self.table)
        self.frame.setFixedHeight(px(224))

    def _found(self) -> list[Offered]:
        found = list[Offered]()
        for location, folder in self._locations:
            with suppress(ClinicError):  # a disk that is not there now offers nothing
                found += [Offered(line, location, unfit_text(line, self._clinic)) for line in backups_in(folder)]
        return sorted(found, key=lambda each: each.line.made_at, reverse=True)

    def _show(self, found: list[Offered]) -> None:
        rows = [*self.model.rows, *found]
        self._fill(
            rows, select=next((each for each in rows if each.line.path == self._wanted and not each.unfit), None)
        )
        self._read_through()

    def _add(self, line: BackupLine) -> None:
        added = Offered(line, tr("Chosen file"), unfit_text(line, self._clinic))
        self._fill([added, *(each for each in self.model.rows if each.line.path != line.path)], select=added)
        self._read_through()

    def _fill(self, rows: list[Offered], select: Offered | None = None) -> None:
        """Show the rows, and select `select`, else the one that was selected, else the newest that can be restored."""
        before = self.table.current()
        kept = before if isinstance(before, Offered) and before in rows and not before.unfit else None
        selected = select or kept or next((each for each in rows if not each.unfit), None)
        self.model.set_rows(rows)
        self.frame.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if selected is not None:
            self.table.select_row(rows.index(selected))
        self._enable_button()

    def _read_through(self) -> None:
        """Read every byte of the backups in the background, and show which are damaged."""
        self._stop_reading()
        paths = [each.line.path for each in self.model.rows if not each.unfit]

        def read(progress: Progress) -> frozenset[Path]:
            damaged = set[Path]()
            for path in paths:
                progress.check()
                try:
                    confirm_bytes(path)
                except (ClinicError, OSError):
                    damaged.add(path)
            return frozenset(damaged)

        self._reading = self._runner.start(self, read, self._disable_damaged)

    def _disable_damaged(self, damaged: frozenset[Path]) -> None:
        words = tr("Damaged: part of the file is not as it was written")
        self._fill([replace(each, unfit=words) if each.line.path in damaged else each for each in self.model.rows])

    def _stop_reading(self) -> None:
        if self._reading is not None and isValid(self._reading):
            self._reading.cancel()

    def _enable_button(self, _row: object = None) -> None:
        offered = self.table.current()
        one = offered if isinstance(offered, Offered) else None
        self.button.setEnabled(one is not None and not one.unfit)
        self.about.setText("" if one is None else str(one.line.path))


def _about(offered: Offered) -> str:
    line = offered.line
    return offered.unfit or content_text(line.people, line.groups, line.marks)


def _toned(look: Look) -> Callable[[Offered], Look]:
    """Give the look of a column: grey where a backup cannot be restored."""
    grey = Look(tone="soft", small=look.small)
    return lambda each: grey if each.unfit else look
