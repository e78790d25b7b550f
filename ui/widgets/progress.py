"""Progress: a slow job with Cancel, and bars beside a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from ui.theme.appearance import px
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.labels import Body, Elided, Soft, Strong

if TYPE_CHECKING:
    from ui.job import Job


class ProgressRow(QWidget):
    """What a slow job does and how far it is; appears after 0.3 s, offers Cancel after 2 s."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, Space.S, 0, Space.S)
        line.setSpacing(Space.M)
        self.text = Body(wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.percent = Soft()
        self.cancel_button = Button(tr("Cancel"), on_click=self._cancel, height=32)
        for part, stretch in ((self.text, 0), (self.bar, 1), (self.percent, 0), (self.cancel_button, 0)):
            line.addWidget(part, stretch)
        self._appear = self._timer(300, self.show)
        self._offer = self._timer(2000, self.cancel_button.show)
        self.hide()

    def follow(self, job: Job, text: str) -> None:
        """Follow a job until it ends."""
        self._job = job
        self.text.setText(text)
        self.bar.setAccessibleName(text)
        # An empty range is Qt's busy bar: the job has not said how much there is.
        self.bar.setRange(0, 0)
        self.percent.setText("")
        self.cancel_button.hide()
        self.cancel_button.setEnabled(True)
        job.progressed.connect(self._move)
        job.finished.connect(self._end)
        self._appear.start()
        self._offer.start()

    def _move(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.percent.setText(tr("{percent} %", percent=round(100 * done / max(1, total))))

    def _end(self) -> None:
        self._job = None
        self._appear.stop()
        self._offer.stop()
        self.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel_button.setEnabled(False)

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer


class Meter(QWidget):
    """A name, a bar and its figure on one line, as on the fairness card."""

    def __init__(self, name: str, value: int, of: int, *, gold: bool = True, name_width: int = 96) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(Space.M)
        label = Elided(name)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        label.setFixedWidth(px(name_width))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(value)
        self.bar.setProperty("fill", "gold" if gold else "laurel")
        self.bar.setAccessibleName(tr("{name}: {value} of {total}", name=name, value=value, total=of))
        line.addWidget(label)
        line.addWidget(self.bar, 1)
        line.addWidget(Strong(str(value)))
