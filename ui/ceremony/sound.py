"""The sounds of a ceremony; without a loudspeaker it goes on in silence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl, QVariantAnimation, Signal

from models.recognition.script import Sound
from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

FOLDER: Final = Path(__file__).parent.parent / "assets" / "sounds"
_STINGS: Final[dict[Sound, tuple[str, ...]]] = {
    Sound.NONE: (),
    Sound.CHIME: ("chime",),
    Sound.FANFARE: ("fanfare", "applause"),
}
_BED: Final = "bed"
_FADE: Final = 1000
"""Milliseconds."""
_RUNNING: Final = QVariantAnimation.State.Running


class Sounds(QObject):
    """Plays stings, and music under the curtain; raises nothing, and gives the reason of silence."""

    changed = Signal()
    """A loudspeaker was plugged in or removed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects: dict[str, QSoundEffect] = {}
        self._muted = False
        self._volume = 1.0
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE)
        self._fade.valueChanged.connect(self._set_volume)
        self._fade.finished.connect(self._stop)
        try:
            from PySide6 import QtMultimedia
        except ImportError:  # the system's sound library is missing
            self._multimedia = None
            return
        self._multimedia = QtMultimedia
        self._devices = QtMultimedia.QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look_again)
        self._look_again()

    @property
    def reason(self) -> str:
        """Why nothing can be heard, in one sentence; empty when something can."""
        if self._effects:
            return ""
        return tr("Laurel found no loudspeaker, so the ceremony is silent; the captions say what would be heard.")

    def play(self, sound: Sound) -> None:
        """Play the sounds of a step, over those that still play."""
        if self._muted or not self._effects:
            return
        self._fade.stop()
        self._set_volume(1.0)
        for name in _STINGS[sound]:
            self._effects[name].play()

    def bed(self, *, on: bool) -> None:
        """Start the background music under the curtain, repeated, or stop it."""
        if self._multimedia is None or not self._effects:
            return
        effect = self._effects[_BED]
        if not on:
            effect.stop()
        elif not self._muted and not effect.isPlaying():
            effect.setLoopCount(self._multimedia.QSoundEffect.Loop.Infinite.value)
            effect.play()

    def mute(self, *, on: bool) -> None:
        """Mute everything at once, or allow sound again."""
        self._muted = on
        for effect in self._effects.values():
            effect.setMuted(on)

    def fade_out(self) -> None:
        """Fade the sounds of a step out within a second; the background music goes on."""
        if any(effect.isPlaying() for effect in self._stings()) and self._fade.state() is not _RUNNING:
            self._fade.setStartValue(self._volume)
            self._fade.setEndValue(0.0)
            self._fade.start()

    def _set_volume(self, volume: float) -> None:
        self._volume = volume
        for effect in self._stings():
            effect.setVolume(volume)

    def _stings(self) -> list[QSoundEffect]:
        return [effect for name, effect in self._effects.items() if name != _BED]

    def _stop(self) -> None:
        for effect in self._stings():
            effect.stop()

    def _look_again(self) -> None:
        """Make the sounds anew for the loudspeaker that there is now."""
        if self._multimedia is None:
            return
        self._stop()
        self.bed(on=False)
        self._effects.clear()  # an effect stays with the device that was there when it was made
        if not self._multimedia.QMediaDevices.defaultAudioOutput().isNull():
            names = {name for sting in _STINGS.values() for name in sting} | {_BED}
            for name in sorted(names):
                effect = self._multimedia.QSoundEffect(self)
                effect.setSource(QUrl.fromLocalFile(str(FOLDER / f"{name}.wav")))
                effect.setMuted(self._muted)
                self._effects[name] = effect
        self.changed.emit()
