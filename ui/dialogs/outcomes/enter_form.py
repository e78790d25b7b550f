"""Entering a form from paper: one key for each question, a review, and Save."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from models.outcomes.instruments.library import instrument
from models.outcomes.instruments.rules import number
from models.outcomes.instruments.scoring import score
from models.outcomes.occasion import Mode, occasion_span
from models.outcomes.questionnaire import enter_form
from ui.dialogs.base import Dialog
from ui.theme.appearance import px
from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.cards import Card, clear, column, columns, row
from ui.widgets.forms import FormRow, choice, date_field, day_of
from ui.widgets.labels import Body, KeyCap, Soft, Strong, restyle
from ui.widgets.question import QuestionCard
from ui.words.outcome import blanks_text, direction_text, mode_text, occasion_text, span_hint, value_text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from PySide6.QtWidgets import QLayout

    from models.outcomes.instruments.form import Instrument
    from models.outcomes.instruments.scoring import Answer
    from models.outcomes.occasion import Occasion
    from models.pages.outcomes import MemberForms
    from ui.context import Context

    Wanted = tuple[str, Occasion]


WIDTH: Final = 800
SHORTEST: Final = 116
"""One question at least is in sight, however small the screen."""


class EnterFormDialog(Dialog):
    """Enters one person's forms one after the other, those that are due first."""

    def __init__(self, context: Context, line: MemberForms, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Enter a form"), line.member.label.in_text, parent, width=WIDTH)
        self._context, self._line = context, line
        due = [(form.instrument, form.occasion) for form in line.due]
        self._left: list[Wanted] = [*due, *(each for each in line.open_forms if each not in due)]
        self._due = set(due)
        self._answers: dict[Wanted, list[Answer]] = {}
        self.questions: list[QuestionCard] = []
        self.forms = choice([(self._name(each), each) for each in self._left])
        self.mode = choice([(mode_text(mode), mode) for mode in Mode], Mode.PAPER)
        self.day = date_field(today, latest=today)
        self._lay_out()
        self.save_button = self.act(tr("Save"), self.save)
        self.cancel_button.set_label(tr("Close"))
        self.forms.currentIndexChanged.connect(self._show_form)
        self._show_form()

    @property
    def wanted(self) -> Wanted:
        """The form and occasion that are being entered."""
        return self._left[self.forms.currentIndex()]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers so far; None is a blank."""
        return tuple(self._answers[self.wanted])

    def save(self) -> None:
        """Store the form and go on with the next due one."""
        if not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        self.show_problem("")
        form, occasion = self.wanted
        action = partial(
            enter_form, enrolment=self._line.member.enrolment, instrument_id=form, occasion=occasion,
            answered_on=self._answered_on(), answers=self.answers, mode=Mode(self.mode.currentData()),
        )  # fmt: skip
        self._context.tasks.write(self, action, self._saved, self._refused)

    def _lay_out(self) -> None:
        self.form_row = FormRow(tr("Form"), self.forms)
        self.day_row = FormRow(tr("Answered on"), self.day)
        self.mode_row = FormRow(tr("How"), self.mode)
        head = columns((5, self.form_row), (3, self.day_row), (4, self.mode_row), spacing=Space.M)
        for part in (self.form_row, self.day_row, self.mode_row):
            head.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.span = Soft(wrap=True)
        self._list = column(spacing=Space.S)
        self._scroll = _questions(self._list)
        self.review = Card(tint="laurel")
        self.review.body.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.review.body.setSpacing(2)
        self.total, self.advice = Strong(), Body()
        self.review.add(self.total, self.advice)
        self.add(column(head, self.span, spacing=Space.S), self._scroll, self.review)
        keys = row(
            KeyCap("0"), Soft("–"), KeyCap("9"), KeyCap("x"), Soft(tr("is 10")), KeyCap("-"), Soft(tr("prefers not")),
            KeyCap(tr("Enter")), Soft(tr("goes on")), spacing=6,
        )  # fmt: skip
        self.foot.insertLayout(0, keys)

    def _answered_on(self) -> date:
        return day_of(self.day)

    def _name(self, wanted: Wanted) -> str:
        form, occasion = wanted
        values = {"form": instrument(form).title, "occasion": occasion_text(occasion)}
        return tr("{form} · {occasion} · due", **values) if wanted in self._due else tr("{form} · {occasion}", **values)

    def _show_form(self) -> None:
        if self.forms.currentIndex() < 0:
            return
        form = instrument(self.wanted[0])
        kept = self._answers.setdefault(self.wanted, [None] * len(form.items))
        clear(self._list)
        self.questions = []
        for place, item in enumerate(form.items):
            lowest, highest = form.bounds(item)
            card = QuestionCard(place + 1, item, lowest, lowest if highest is None else highest)
            card.set_answer(kept[place])
            card.answered.connect(partial(self._take, place))
            card.moved.connect(partial(self._move, place))
            self._list.addWidget(card)
            self.questions.append(card)
        self.span.setText(span_hint(self.wanted[1], *occasion_span(self.wanted[1], self._line.first_session)))
        self.show_problem("")
        self._show_review(form)
        # Once the layout has taken in the new questions: before, their size hints are those of the old ones.
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Give the questions the height that they need, up to that of the screen, and focus the first."""
        wanted = self._list.sizeHint().height()
        rest = self.sizeHint().height() - self._scroll.sizeHint().height()
        room = self.screen().availableGeometry().height() - rest - Space.XXL
        self._scroll.setFixedHeight(max(min(wanted, room), px(SHORTEST)))
        self.adjustSize()
        self.questions[0].setFocus()

    def _take(self, place: int, answer: Answer) -> None:
        self._answers[self.wanted][place] = answer
        self.show_problem("")
        self._show_review(instrument(self.wanted[0]))
        if answer is not None:
            self._move(place, 1)

    def _move(self, place: int, step: int) -> None:
        """Focus another question; after the last one, Save."""
        target = place + step
        if target < len(self.questions):
            question = self.questions[max(target, 0)]
            question.setFocus()
            self._scroll.ensureWidgetVisible(question)
        elif self.save_button.isEnabled():
            self.save_button.setFocus()

    def _show_review(self, form: Instrument) -> None:
        answers = self.answers
        given = sum(answer is not None for answer in answers)
        self.save_button.setEnabled(bool(given))
        scored = score(form.id, answers)
        value = number(scored.scores.get(form.main[0]))
        if not given:
            self.total.setText(tr("Press one key for each question"))
            self.advice.setText(tr("Leave blank what is blank on the paper: a blank is never counted as 0."))
        elif value is not None and scored.valid:
            words = {"score": value_text(float(value)), "direction": direction_text(form.direction)}
            self.total.setText(tr("Score {score} · {direction}", **words))
            self.advice.setText(tr("Compare the answers with the paper, then save."))
        else:
            self.total.setText(tr("Not complete: no score"))
            self.advice.setText(f"{blanks_text(answers)} {tr('A blank is never counted as 0.')}")
        is_scored = bool(given) and scored.valid
        self.review.setProperty("tint", "laurel" if is_scored else "")
        restyle(self.review)
        self.save_button.set_label(tr("Save") if is_scored or not given else tr("Save without a score"))

    def _saved(self, _id: UUID) -> None:
        form, occasion = self.wanted
        done = self.forms.currentIndex()
        self._context.toast(
            tr("{form} for {occasion} is saved", form=instrument(form).title, occasion=occasion_text(occasion))
        )
        self._due.discard(self.wanted)
        self._left.pop(done)
        following = next((place for place, each in enumerate(self._left) if each in self._due), None)
        if following is None:
            self.accept()
            return
        self.forms.blockSignals(True)  # noqa: FBT003  (Qt's signature)
        self.forms.removeItem(done)
        self.forms.setCurrentIndex(following)
        self.forms.blockSignals(False)  # noqa: FBT003  (Qt's signature)
        self._show_form()


def _questions(inside: QLayout) -> QScrollArea:
    """Put the questions into a scroll area."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body = QWidget()
    body.setObjectName("pageBody")
    inside.setContentsMargins(0, 0, 0, 0)
    body.setLayout(inside)
    area.setWidget(body)
    return area
