"""All statements of a person about consent, newest first, with the texts that they were shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ceremonies.type.direction import is_right_to_left
from models.pages.consent_history import StatementLine, consent_history_page
from models.people.consent import Channel, Source
from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.cards import Divider, column
from ui.widgets.labels import Soft, Strong
from ui.words.consent import answer_text, channel_text, purpose_text, source_text, until_text
from ui.words.wording import language_text, short_day_text, time_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from models.people.consent import ConsentLine
    from models.people.naming import Identity
    from ui.context import Context

TALLEST = 420
"""Pixels at normal size; a longer history scrolls."""


class ConsentHistoryDialog(Dialog):
    """Shows for each statement: what, where, when, how, who recorded it, and the text."""

    def __init__(self, parent: QWidget, context: Context, identity: Identity) -> None:
        told = tr("Nothing here is ever changed or removed. What was said last counts.")
        super().__init__(tr("What they said, and when"), told, parent, width=620)
        self.context, self._identity = context, identity
        self.cancel_button.set_label(tr("Close"))
        context.tasks.read(self, partial(consent_history_page, person=identity.id), self._show)

    def _show(self, found: tuple[StatementLine, ...]) -> None:
        if not found:
            self.add(Soft(tr("Nobody has asked yet.")))
            return
        parts: list[QWidget | QLayout] = []
        for one in found:
            parts += [Divider()] if parts else []
            parts.append(column(*self._entry(one.consent, one.staff_name), spacing=2))
        inside = QWidget()
        box = column(*parts, spacing=8)
        box.setContentsMargins(0, 0, 8, 0)
        inside.setLayout(box)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("What they said, and when"))
        scroll.setMinimumHeight(min(inside.sizeHint().height() + 8, self.room_for(TALLEST)))
        self.add(scroll)
        scroll.setFocus()

    def _entry(self, line: ConsentLine, name: str) -> list[QWidget]:
        zone = self.context.zone
        when = line.recorded_at.astimezone(zone)
        where = "" if line.channel is Channel.ANYWHERE else channel_text(line.channel)
        said = tr("{purpose}: {answer}", purpose=purpose_text(line.purpose), answer=answer_text(line, self._identity))
        noted = (
            tr("{day}, {time}", day=short_day_text(when.date()), time=time_text(when)), source_text(line.source),
            tr("written down by {name}", name=name) if name else "", until_text(line, zone),
        )  # fmt: skip
        head = [
            Strong(", ".join(filter(None, (said, where))), wrap=True),
            Soft(" · ".join(filter(None, noted)), wrap=True),
        ]
        if line.source is Source.LIST:
            return [*head, Soft(tr("With which words the list was made is not known here."), wrap=True)]
        shown = Soft(line.text, wrap=True, tone="ink")
        if is_right_to_left(line.text):
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        words = tr("{language} · version {version}", language=language_text(line.language), version=line.text_version)
        return [*head, shown, Soft(" · ".join(filter(None, (words, *_paper(line)))), wrap=True)]


def _paper(line: ConsentLine) -> tuple[str, ...]:
    """Describe the signed paper."""
    signed = tr("signed on {day}", day=short_day_text(line.said_on)) if line.said_on and line.form_code else ""
    form = tr("form {code}", code=line.form_code) if line.form_code else ""
    return signed, form, tr("kept: {place}", place=line.kept_at) if line.kept_at else ""
