"""What a person answers about one purpose: the same for every channel, or each channel apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from models.people.consent import Agreement, Channel, Purpose, Source
from models.people.naming import Level
from models.people.purpose import channels_of
from models.people.statement import Statement
from ui.theme.tokens import Space
from ui.translation import literal, tr
from ui.widgets.forms import FormRow, choice
from ui.words.consent import channel_title
from ui.words.wording import level_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.people.naming import Identity


class PurposeAnswer(QWidget):
    """One choice, or one for each channel; nothing is preset until somebody chooses."""

    changed = Signal()

    def __init__(self, purpose: Purpose, identity: Identity, *, name: str, unasked: str) -> None:
        super().__init__()
        self.purpose = purpose
        options = [(unasked, None), *_options(purpose, identity)]
        self.everywhere = choice(options)
        self.own: dict[Channel, QComboBox] = {
            channel: choice(options) for channel in channels_of(purpose) if channel is not Channel.ANYWHERE
        }
        self.rows = {channel: FormRow(channel_title(channel), field) for channel, field in self.own.items()}
        self.row = FormRow(name, self.everywhere)
        self.parted = QCheckBox(literal(tr("Not the same everywhere")))
        self.parted.setAccessibleName(tr("{purpose}: not the same everywhere", purpose=name))
        self.parted.setVisible(bool(self.own))
        self.parted.toggled.connect(lambda parted: self._part(is_parted=parted))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.S)
        for part in (self.row, *self.rows.values(), self.parted):
            box.addWidget(part)
        for field in (self.everywhere, *self.own.values()):
            field.currentIndexChanged.connect(lambda _: self.changed.emit())
            field.installEventFilter(self)
        self._part(is_parted=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore the wheel, which would otherwise change an answer while the page is scrolled."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def is_answered(self) -> bool:
        """Whether something was chosen."""
        return any(field.currentData() is not None for field in self._asked().values())

    def preset(self, agreement: Agreement) -> None:
        """Preset the answer that is in force."""
        words = {channel: _answer(self.purpose, agreement, channel) for channel in self.own}
        if len(set(words.values())) > 1:
            self.parted.setChecked(True)
            for channel, answer in words.items():
                _choose(self.own[channel], answer)
        else:
            _choose(self.everywhere, _answer(self.purpose, agreement, Channel.ANYWHERE))

    def statements(self, source: Source, until: date | None) -> tuple[Statement, ...]:
        """Give what was chosen as statements; one that is the same for every channel is one statement."""
        answers = {channel: field.currentData() for channel, field in self._asked().items()}
        if len(answers) > 1 and len(set(answers.values())) == 1:
            answers = {Channel.ANYWHERE: next(iter(answers.values()))}
        return tuple(
            Statement(
                purpose=self.purpose,
                is_given=answer != "",
                source=source,
                level=Level(answer) if answer not in {"", "yes"} else None,
                channel=channel,
                until=until,
            )
            for channel, answer in answers.items()
            if answer is not None
        )

    def _asked(self) -> dict[Channel, QComboBox]:
        return self.own if self.parted.isChecked() else {Channel.ANYWHERE: self.everywhere}

    def _part(self, *, is_parted: bool) -> None:
        """Ask for each channel, beginning with what was said for all of them, or for all at once."""
        self.row.setVisible(not is_parted)
        for channel, row in self.rows.items():
            row.setVisible(is_parted)
            if is_parted and self.own[channel].currentData() is None:
                _choose(self.own[channel], self.everywhere.currentData())
        self.changed.emit()


def _options(purpose: Purpose, identity: Identity) -> Sequence[tuple[str, object]]:
    """Give the options: "" stands for no, "yes" or a level for how."""
    if purpose is not Purpose.CEREMONY_NAME:
        return [(tr("Yes, I agree"), "yes"), (tr("No"), "")]
    levels = [one for one in Level if one is not Level.UNMENTIONED and (one is not Level.NICKNAME or identity.nickname)]
    # Where two levels show the same, the one that reveals less stays the same if the name ever grows.
    names = {level_text(identity, one): one.value for one in levels}
    return [*((tr("Yes, as “{name}”", name=name), level) for name, level in names.items()), (tr("No"), "")]


def _answer(purpose: Purpose, agreement: Agreement, channel: Channel) -> str:
    level = agreement.level_in(channel)
    if level is Level.UNMENTIONED:
        return ""
    return level.value if purpose is Purpose.CEREMONY_NAME else "yes"


def _choose(field: QComboBox, answer: object) -> None:
    place = field.findData(answer)
    if place >= 0:
        field.setCurrentIndex(place)
