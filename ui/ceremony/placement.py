"""Which window is on which screen: remembered by the screen's identity, corrected when screens change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.ceremony.audience import Audience

DEBOUNCE: Final = 500
RECHECK: Final = 1000
"""Milliseconds: a projector that wakes up is added, removed and added again within a second."""


class Placement(QObject):
    """Keeps the stage off the presenter's screen, and the console off the audience's."""

    lost = Signal(str)
    """The audience's screen is gone, with a sentence for the presenter; the curtain must close."""
    message = Signal(str)

    def __init__(
        self,
        console: QWidget,
        audience: Audience,
        recall: Callable[[], str],
        remember: Callable[[str], None],
        screens: Callable[[], list[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__(console)
        self._console, self._audience = console, audience
        self._recall, self._remember, self._screens = recall, remember, screens
        self._stage = ""
        self._is_console_hidden = False
        # Screens come and go several times while a cable is plugged in: waited for, then looked at once more.
        self._first_check = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._second_check = QTimer(self, singleShot=True, interval=RECHECK)
        self._first_check.timeout.connect(self.check_screens)
        self._first_check.timeout.connect(self._second_check.start)
        self._second_check.timeout.connect(self.check_screens)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._check_soon)
            application.screenRemoved.connect(self._check_soon)

    def open(self) -> None:
        """Show the stage on the screen of last time, else on another than the presenter's, else in a window."""
        here = self._console.screen()
        others = [screen for screen in self._screens() if screen is not here]
        known = [screen for screen in others if identity(screen) == self._recall()]
        if others:
            self._fill((known or others)[0])
        else:
            self._audience.show_in_window(here)

    def can_swap(self) -> bool:
        """Whether there is another screen to swap with."""
        return len(self._screens()) > 1

    def swap(self) -> None:
        """Exchange the screens of the two windows."""
        if not self.can_swap():
            self.message.emit(
                tr("There is one screen only. Plug the projector in, or share the audience window in the call.")
            )
            return
        stage, desk = self._audience.screen(), self._console.screen()
        if stage is desk:
            stage = next(screen for screen in self._screens() if screen is not desk)
        was_maximised = self._console.isMaximized() or self._console.isFullScreen()
        self._fill(desk)
        self._console.showNormal()  # a maximised window does not move
        self._console.setScreen(stage)
        self._console.setGeometry(stage.availableGeometry().adjusted(40, 40, -40, -40))
        if was_maximised:
            self._console.showMaximized()
        self._console.activateWindow()

    def check_screens(self) -> None:
        """Compare the screens: report a lost audience screen, and fill it again when it is back."""
        screens = {identity(screen): screen for screen in self._screens()}
        if not screens or not self._stage:
            return
        if self._stage in screens:
            self._return_to(screens[self._stage])
        elif self._audience.fills_a_screen:
            self.lost.emit(
                tr("The second screen is gone. The curtain is down and the audience window waits on this screen.")
            )
            self._audience.show_in_window(self._console.screen())
            self._console.raise_()
            self._console.activateWindow()

    def _return_to(self, stage: QScreen) -> None:
        """Fill the audience's screen again; the console leaves it, even where there is no other one."""
        if not self._audience.fills_a_screen:
            self._audience.fill(stage)
            self.message.emit(tr("The second screen is back. GO opens the curtain."))
        others = [screen for screen in self._screens() if identity(screen) != self._stage]
        if not others:
            # The projector is the only screen, as with a closed laptop: the audience must not see the console.
            self._is_console_hidden = True
            self._console.showMinimized()
            self._audience.activateWindow()
        elif self._is_console_hidden or identity(self._console.screen()) == self._stage:
            self._is_console_hidden = False
            self._console.showNormal()
            self._console.setScreen(others[0])
            self._console.setGeometry(others[0].availableGeometry())

    def _fill(self, screen: QScreen) -> None:
        self._stage = identity(screen)
        self._remember(self._stage)
        self._audience.fill(screen)

    def _check_soon(self, _screen: QScreen) -> None:
        self._first_check.start()


def identity(screen: QScreen) -> str:
    """Give the identity of a screen; its number would change when one is plugged in."""
    return "|".join((screen.manufacturer(), screen.model(), screen.serialNumber(), screen.name()))
