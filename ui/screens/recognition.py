"""Recognition: the group's progress, each person's own, badges to approve, and a board by consent."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from exports.badge_art import BADGE_ART
from leaderboards.pages.recognition import RecognitionPage, recognition_page
from models.access import Permission
from models.recognition.badge import BADGES, AwardLine, AwardState, BadgeKind, decide_badges
from ui.screen.cohort_screen import CurrentCohortScreen
from ui.tables.recognition import accessible_progress, board_columns, progress_columns
from ui.translation import plural, tr
from ui.widgets.art import BadgeArt, ProgressPath
from ui.widgets.buttons import link, primary, secondary
from ui.widgets.cards import Card, Divider, EmptyState, Page, PageHeader, Row, clear, column, row
from ui.widgets.labels import Figure, Soft, Strong, Title, set_tip
from ui.widgets.progress import Meter
from ui.widgets.responsive_row import ResponsiveRow
from ui.widgets.row_list import RowList
from ui.widgets.wizard import Tabs, tab_page
from ui.words.wording import joined_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from models.work import Work
    from ui.context import Context

BADGES_TAB: Final = 2


class RecognitionScreen(CurrentCohortScreen[RecognitionPage]):
    """The page of recognition, which compares nobody unless people ask for the board."""

    help_page = "recognition"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header = PageHeader(tr("Recognition"), actions=(self.chooser,))
        self.together, self.badges = column(spacing=20), column(spacing=0)
        self.path_rows = RowList(
            tr("Each person’s path"),
            progress_columns(),
            EmptyState("medal", tr("Nobody is enrolled yet.")),
            accessible_text=accessible_progress,
        )
        if context.actor.may(Permission.READ_CONTACT):
            self.path_rows.table.opened.connect(lambda line: context.go("person", person=line.person))
        self.board_rows = RowList(tr("Board"), board_columns(), EmptyState("medal", ""))
        self._lay_out()

    def query(self) -> Callable[[Work], RecognitionPage]:
        """Ask for the current cohort."""
        return partial(recognition_page, cohort=self.wanted_cohort)

    def show_result(self, result: RecognitionPage) -> None:
        """Show the four parts."""
        self.keep_keyboard()
        super().show_result(result)
        chosen = result.choice.chosen
        self.header.title.setText(tr("Recognition") if chosen is None else chosen.name)
        self.header.below.setText(
            ""
            if chosen is None
            else tr("Recognition · week {week} of {sessions}", week=chosen.week, sessions=chosen.sessions)
        )
        self._show_together(result)
        self._show_badges(result)
        self.path_rows.show_rows(result.progress)
        self.board_rows.empty.sentence.setText(_no_board_text(result.board.opted_in))
        self.board_rows.show_rows(result.board.lines)

    def approve(self, awards: tuple[AwardLine, ...]) -> None:
        """Approve proposed badges; the toast undoes it."""
        self._decide(awards, AwardState.APPROVED)

    def hold(self, award: AwardLine) -> None:
        """Decline one proposal; the toast undoes it."""
        self._decide((award,), AwardState.DECLINED)

    def show_badges(self) -> None:
        """Open the list in which each badge is decided by itself."""
        self.tabs.setCurrentIndex(BADGES_TAB)
        self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """Give the keyboard to the tabs: the arrows walk through the parts."""
        return self.tabs.tabBar()

    def _decide(self, awards: tuple[AwardLine, ...], state: AwardState) -> None:
        ids = tuple(award.id for award in awards)
        self.act(partial(decide_badges, awards=ids, state=state), partial(self._say_decided, state))

    def _say_decided(self, state: AwardState, changed: tuple[UUID, ...]) -> None:
        words = (
            plural(len(changed), "{count} badge approved.", "{count} badges approved.")
            if state is AwardState.APPROVED
            else plural(len(changed), "{count} badge declined.", "{count} badges declined.")
        )
        put_back = partial(decide_badges, awards=changed, state=AwardState.PROPOSED)
        self.context.toast(words, lambda: self.act(put_back))

    def _lay_out(self) -> None:
        self.tabs = tabs = Tabs(tr("Parts of recognition"))
        tabs.add(tr("Together"), tab_page(self.together))
        tabs.add(tr("Each person’s path"), tab_page(self.path_rows))
        badges = Card()
        badges.add(self.badges)
        tabs.add(tr("Badges"), tab_page(badges))
        about = Soft(
            tr("Only those who asked to be on it, under a made-up name, and never fewer than five people. "
               "Leaving takes effect at once."),
            wrap=True,
        )  # fmt: skip
        tabs.add(tr("Board"), tab_page(about, self.board_rows))
        page = Page()
        page.body.setSpacing(16)
        page.add(self.header, tabs)
        page.body.addStretch()
        self.outer.addWidget(page)

    def _show_together(self, result: RecognitionPage) -> None:
        clear(self.together)
        if result.choice.chosen is None:
            self.together.addWidget(EmptyState("medal", tr("Recognition begins with the first session.")))
            return
        self.together.addWidget(_walk(result))
        self.together.addWidget(ResponsiveRow((5, column(self._to_approve(result))), (4, column(_fairness(result)))))

    def _to_approve(self, result: RecognitionPage) -> Card:
        waiting = result.waiting
        card = Card(tr("Badges to approve"), tr("announced in week 1"))
        if not waiting:
            card.add(
                EmptyState("medal", tr("Nothing is waiting."), tr("Badges are proposed when a session is closed."))
            )
            return card
        kinds = Counter(award.kind for award in waiting)
        card.add(row(*(_badge_tile(kind, kinds[kind]) for kind in BadgeKind if kinds[kind]), spacing=16))
        names = joined_text(list(dict.fromkeys(result.labels[award.enrolment].in_text for award in waiting)))
        card.add(Soft(names, wrap=True))
        if self.context.actor.may(Permission.APPROVE_RECOGNITION):
            look = secondary(tr("Look at each"), self.show_badges)
            approve = primary(tr("Approve {count}", count=len(waiting)), partial(self.approve, waiting))
            card.add(row(Soft(), look, approve, stretch=0))
        return card

    def _show_badges(self, result: RecognitionPage) -> None:
        clear(self.badges)
        if not result.awards:
            self.badges.addWidget(
                EmptyState("medal", tr("No badge yet."), tr("Badges are proposed when a session is closed."))
            )
        for number, award in enumerate(sorted(result.awards, key=lambda one: one.state is not AwardState.PROPOSED)):
            if number:
                self.badges.addWidget(Divider())
            self.badges.addWidget(self._badge_row(award, result.labels[award.enrolment].in_list))

    def _badge_row(self, award: AwardLine, name: str) -> Row:
        actions: list[QWidget] = []
        if award.state is AwardState.PROPOSED and self.context.actor.may(Permission.APPROVE_RECOGNITION):
            actions = [
                link(tr("Not this one"), partial(self.hold, award)),
                secondary(tr("Approve"), partial(self.approve, (award,))),
            ]
        else:
            actions = [Soft(_state_text(award.state))]
        shape, sign = BADGE_ART[award.kind]
        art = BadgeArt(
            shape, tr(BADGES[award.kind].title), sign=sign, side=36, faded=award.state is AwardState.DECLINED
        )
        return Row(f"{tr(BADGES[award.kind].title)} · {name}", award.reason, lead=art, actions=actions)


def _walk(result: RecognitionPage) -> Card:
    total = result.total
    card = Card()
    words = tr("{done} of {goal} evenings of showing up", done=total.evenings, goal=total.goal)
    side = column(
        Soft(tr("Last session")),
        Title(f"+{total.last_session}"),
        Soft(plural(total.excused, "{count} time somebody told us. Nobody loses anything for a hard week.",
                    "{count} times somebody told us. Nobody loses anything for a hard week."), wrap=True),
        spacing=4,
    )  # fmt: skip
    figure = Figure(words, wrap=True)
    set_tip(figure, _walk_tip(result))
    path = ProgressPath(total.evenings, total.goal, words, ((0, tr("Week 1")), (total.goal, str(total.goal))))
    walk = column(Soft(tr("Our walk along the coast")), figure, path)
    card.add(ResponsiveRow((5, walk), (2, side)))
    return card


def _walk_tip(result: RecognitionPage) -> str:
    total = result.total
    counted = plural(
        total.people,
        "Every evening that {count} person came to is one step, also by video, late, or made up.",
        "Every evening that one of {count} people came to is one step, also by video, late, or made up.",
    )
    goal = tr(
        "The goal is three quarters of the {possible} evenings that are possible in the whole course, in tens.",
        possible=total.possible,
    )
    return f"{counted} {goal}"


def _badge_tile(kind: BadgeKind, count: int) -> QVBoxLayout:
    shape, sign = BADGE_ART[kind]
    title = tr(BADGES[kind].title)
    people = plural(count, "{count} person", "{count} people")
    tile = column(spacing=4)
    for part in (BadgeArt(shape, title, sign=sign), Strong(title), Soft(people)):
        tile.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
    return tile


def _fairness(result: RecognitionPage) -> Card:
    card = Card(tr("Fairness"), tr("badges approved so far"))
    most = max((len(one.badges) for one in result.progress), default=0)
    without = sum(not one.badges for one in result.progress)
    for one in sorted(result.progress, key=lambda each: -len(each.badges)):
        card.add(Meter(result.labels[one.enrolment].in_list, len(one.badges), max(most, 1), name_width=168))
    if without:
        words = plural(without, "{count} person has no badge yet.", "{count} people have no badge yet.")
    else:
        words = tr("Everyone has been recognised.") if result.progress else tr("Nobody is enrolled yet.")
    card.add(Soft(words, wrap=True))
    return card


def _no_board_text(opted_in: int) -> str:
    if not opted_in:
        return tr("Nobody asked for a board, so there is none.")
    return plural(
        opted_in,
        "{count} person asked for a board. It appears with five, so that nobody is unmasked.",
        "{count} people asked for a board. It appears with five, so that nobody is unmasked.",
    )


def _state_text(state: AwardState) -> str:
    words = {
        AwardState.PROPOSED: tr("proposed"),
        AwardState.APPROVED: tr("approved"),
        AwardState.DECLINED: tr("not this one"),
        AwardState.PRESENTED: tr("presented"),
    }
    return words[state]
