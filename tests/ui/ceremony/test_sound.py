from __future__ import annotations

import sys
import wave
from array import array
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, QUrl, Signal

from models.recognition.script import Sound
from ui.ceremony import sound as sound_module
from ui.ceremony.sound import FOLDER, Sounds

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MAKER = Path(__file__).parents[3] / "packaging" / "make_sounds.py"


class Effect(QObject):
    """A loudspeaker's end of a sound, without the loudspeaker."""

    Loop = SimpleNamespace(Infinite=SimpleNamespace(value=-2))

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.playing, self.muted, self.volume, self.loops, self.source = False, False, 1.0, 1, QUrl()

    def play(self) -> None:
        self.playing = True

    def stop(self) -> None:
        self.playing = False

    def isPlaying(self) -> bool:  # noqa: N802 (as QSoundEffect names it)
        return self.playing

    def setMuted(self, on: bool) -> None:  # noqa: N802 (as QSoundEffect names it)
        self.muted = on

    def setVolume(self, volume: float) -> None:  # noqa: N802 (as QSoundEffect names it)
        self.volume = volume

    def setLoopCount(self, loops: int) -> None:  # noqa: N802 (as QSoundEffect names it)
        self.loops = loops

    def setSource(self, source: QUrl) -> None:  # noqa: N802 (as QSoundEffect names it)
        self.source = source


class Devices(QObject):
    """The computer's loudspeakers; the test plugs them in and out."""

    audioOutputsChanged = Signal()  # noqa: N815 (as QMediaDevices names it)
    present = True

    @classmethod
    def defaultAudioOutput(cls) -> SimpleNamespace:  # noqa: N802 (as QMediaDevices names it)
        return SimpleNamespace(isNull=lambda: not cls.present)


@pytest.fixture
def multimedia(monkeypatch: pytest.MonkeyPatch) -> type[Devices]:
    import PySide6

    fake = SimpleNamespace(QMediaDevices=Devices, QSoundEffect=Effect)
    monkeypatch.setattr(PySide6, "QtMultimedia", fake, raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", fake)
    monkeypatch.setattr(Devices, "present", True)
    return Devices


@pytest.fixture
def sounds(qapp: QObject, multimedia: type[Devices]) -> Sounds:
    return Sounds()


def effects(sounds: Sounds) -> dict[str, Effect]:
    return cast("dict[str, Effect]", sounds._effects)


def playing(sounds: Sounds) -> set[str]:
    return {name for name, effect in effects(sounds).items() if effect.isPlaying()}


def test_that_a_fanfare_brings_applause_and_a_step_without_sound_none(sounds: Sounds) -> None:
    assert sounds.reason == ""
    sounds.play(Sound.NONE)
    assert playing(sounds) == set()
    sounds.play(Sound.FANFARE)
    assert playing(sounds) == {"fanfare", "applause"}
    sounds.play(Sound.CHIME)
    assert "chime" in playing(sounds)


def test_that_every_sound_of_a_script_has_its_file(sounds: Sounds) -> None:
    assert set(sound_module._STINGS) == set(Sound)
    assert {Path(effect.source.toLocalFile()).name for effect in effects(sounds).values()} == {
        path.name for path in FOLDER.glob("*.wav")
    }


def test_that_mute_silences_at_once_and_the_next_step_stays_silent(sounds: Sounds) -> None:
    sounds.play(Sound.FANFARE)
    sounds.mute(on=True)
    assert all(effect.muted for effect in effects(sounds).values())
    sounds._stop()
    sounds.play(Sound.CHIME)
    sounds.bed(on=True)
    assert playing(sounds) == set()
    sounds.mute(on=False)
    sounds.play(Sound.CHIME)
    assert playing(sounds) == {"chime"}


def test_that_the_bed_goes_round_until_it_is_ended(sounds: Sounds) -> None:
    sounds.bed(on=True)
    assert playing(sounds) == {"bed"}
    assert effects(sounds)["bed"].loops == -2
    sounds.bed(on=False)
    assert playing(sounds) == set()


def test_that_everything_dies_away_and_the_next_sound_is_loud_again(sounds: Sounds, qtbot: QtBot) -> None:
    sounds.play(Sound.FANFARE)
    sounds._fade.setDuration(60)
    sounds.fade_out()
    qtbot.waitUntil(lambda: playing(sounds) == set())
    sounds.play(Sound.CHIME)
    assert effects(sounds)["chime"].volume == 1.0


def test_that_the_bed_goes_on_while_the_rest_dies_away(sounds: Sounds, qtbot: QtBot) -> None:
    sounds.play(Sound.FANFARE)
    sounds._fade.setDuration(40)
    sounds.fade_out()
    sounds.bed(on=True)
    qtbot.waitUntil(lambda: playing(sounds) == {"bed"})
    assert effects(sounds)["bed"].volume == 1.0


def test_that_a_loudspeaker_may_come_and_go(sounds: Sounds, multimedia: type[Devices], qtbot: QtBot) -> None:
    multimedia.present = False
    with qtbot.waitSignal(sounds.changed):
        sounds._devices.audioOutputsChanged.emit()
    assert sounds.reason.startswith("Laurel found no loudspeaker")
    sounds.play(Sound.FANFARE)
    sounds.bed(on=True)
    sounds.fade_out()
    sounds.mute(on=False)
    multimedia.present = True
    sounds._devices.audioOutputsChanged.emit()
    assert sounds.reason == ""


def test_that_a_computer_without_a_sound_library_is_silent_and_says_so(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    import PySide6

    monkeypatch.delattr(PySide6, "QtMultimedia", raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    silent = Sounds()
    silent.play(Sound.FANFARE)
    silent.bed(on=True)
    silent.fade_out()
    assert silent.reason


@pytest.mark.parametrize("name", ["fanfare", "applause", "chime", "bed"])
def test_that_a_sound_is_small_soft_and_begins_and_ends_in_silence(name: str) -> None:
    path = FOLDER / f"{name}.wav"
    assert path.stat().st_size < 200_000
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        samples = array("h", file.readframes(file.getnframes()))
    assert max(map(abs, samples)) < 0.75 * 32767
    edge = 9000 if name == "bed" else 900  # the bed goes round: what matters there is the seam
    assert abs(samples[0]) < edge
    assert abs(samples[-1] - (samples[0] if name == "bed" else 0)) < 900


def test_that_the_sounds_are_those_that_the_script_makes() -> None:
    spec = spec_from_file_location("make_sounds", MAKER)
    assert spec is not None
    assert spec.loader is not None
    maker = module_from_spec(spec)
    spec.loader.exec_module(maker)
    made = array("h", maker.pcm(maker.echoed(maker.chime()), 0.6))
    with wave.open(str(FOLDER / "chime.wav")) as file:
        kept = array("h", file.readframes(file.getnframes()))
    assert len(made) == len(kept)
    assert max(abs(one - two) for one, two in zip(made, kept, strict=True)) <= 2
