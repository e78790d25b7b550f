"""Make the sounds of the stage out of nothing but arithmetic: the same samples each time."""

from __future__ import annotations

import math
import sys
import wave
from array import array
from pathlib import Path
from typing import Final

RATE: Final = 22050
FOLDER: Final = Path(__file__).parent.parent / "ui" / "assets" / "sounds"
Samples = list[float]


def silence(seconds: float) -> Samples:
    """Return samples of nothing."""
    return [0.0] * round(seconds * RATE)


def add(into: Samples, what: Samples, at: float, loud: float) -> None:
    """Mix one sound into another from a time on; what hangs over its end is left out."""
    start = round(at * RATE)
    for number in range(min(len(what), len(into) - start)):
        into[start + number] += what[number] * loud


def note(pitch: float, seconds: float, *, attack: float, fall: float, bright: float, harmonics: int) -> Samples:
    """Play one note: harmonics that weaken with `bright`, the high ones dying first, a little vibrato."""
    samples = []
    for number in range(round(seconds * RATE)):
        at = number / RATE
        phase = 2 * math.pi * pitch * (at + 0.00035 * math.sin(2 * math.pi * 5.1 * at) * min(1.0, at * 2))
        shape = min(1.0, at / attack) * math.exp(-at * fall) * min(1.0, (seconds - at) / 0.08)
        value = sum(
            math.sin(phase * n) * bright ** (n - 1) * math.exp(-at * fall * 0.5 * n) for n in range(1, harmonics + 1)
        )
        samples.append(value * shape)
    return samples


def bell(pitch: float, seconds: float) -> Samples:
    """Strike a small bell: partials that are not quite harmonic."""
    partials = ((1.0, 1.0, 2.2), (2.0, 0.45, 3.0), (3.01, 0.22, 4.5), (4.17, 0.12, 6.5), (5.43, 0.06, 9.0))
    samples = []
    for number in range(round(seconds * RATE)):
        at = number / RATE
        start = min(1.0, at / 0.004) * min(1.0, (seconds - at) / 0.05)
        tones = (loud * math.exp(-at * fall) * math.sin(2 * math.pi * pitch * by * at) for by, loud, fall in partials)
        samples.append(start * sum(tones))
    return samples


class Chance:
    """A plain linear congruential generator: the same on every computer."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def next(self) -> float:
        """Return a figure from 0 up to 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self._state >> 11) / float(1 << 53)


def clap(chance: Chance) -> Samples:
    """Clap once, softly: a short breath of noise with its own pitch."""
    pitch, low, band = 700 + 900 * chance.next(), 0.0, 0.0
    step = 2 * math.sin(math.pi * pitch / RATE)
    samples = []
    for number in range(round(0.045 * RATE)):
        at = number / RATE
        noise = (chance.next() * 2 - 1) * math.exp(-at * 95) * min(1.0, at / 0.002)
        low += step * band
        band += step * (noise - low - 0.7 * band)
        samples.append(band)
    return samples


def applause(seconds: float) -> Samples:
    """Let a small room clap, beginning and ending softly."""
    chance, out = Chance(12), silence(seconds)
    for _ in range(round(seconds * 90)):
        at = chance.next() * (seconds - 0.1)
        share = at / seconds
        add(out, clap(chance), at, 0.9 * math.sin(math.pi * share**0.7) ** 1.2 * (0.4 + 0.6 * chance.next()))
    return out


def fanfare() -> Samples:
    """Play four rising notes and a chord, like a small brass choir."""
    out = silence(3.4)
    for at, pitch, long in ((0.0, 392.0, 0.30), (0.17, 523.25, 0.30), (0.34, 659.25, 0.34), (0.52, 783.99, 0.5)):
        add(out, note(pitch, long, attack=0.03, fall=1.2, bright=0.55, harmonics=6), at, 0.32)
    for pitch, loud in ((261.63, 0.30), (392.0, 0.22), (523.25, 0.26), (659.25, 0.22), (783.99, 0.16), (1046.5, 0.10)):
        add(out, note(pitch, 2.5, attack=0.06, fall=1.15, bright=0.5, harmonics=6), 0.86, loud)
    return out


def chime() -> Samples:
    """Strike three bells."""
    out = silence(2.2)
    for at, pitch in ((0.0, 659.25), (0.16, 783.99), (0.32, 1046.5)):
        add(out, bell(pitch, 1.85), at, 0.4)
    return out


def bed() -> Samples:
    """Hold two soft chords that end as they begin, so that they can go round."""
    seconds = 4.4
    chords = ((130.81, 196.0, 261.63, 329.63), (110.0, 164.81, 220.0, 329.63))
    out = silence(seconds)
    for number in range(len(out)):
        at = number / len(out)
        swell = 0.5 - 0.5 * math.cos(2 * math.pi * at)
        for share, chord in ((swell, chords[1]), (1 - swell, chords[0])):
            for pitch in chord:
                whole = round(pitch * seconds) / seconds  # a whole number of waves, or the seam would click
                out[number] += share * math.sin(2 * math.pi * whole * number / RATE) * 0.2
    return out


def echoed(samples: Samples) -> Samples:
    """Put a sound into a small hall."""
    out = list(samples)
    for delay, loud in ((0.037, 0.22), (0.061, 0.17), (0.089, 0.13), (0.127, 0.09), (0.191, 0.06)):
        add(out, samples, delay, loud)
    return out


def pcm(samples: Samples, peak: float) -> bytes:
    """Make sixteen-bit samples, the loudest at that share of full scale."""
    loudest = max(abs(value) for value in samples)
    whole = array("h", (round(value / loudest * peak * 32767) for value in samples))
    if sys.byteorder == "big":
        whole.byteswap()
    return whole.tobytes()


def sounds() -> dict[str, bytes]:
    """Make all sounds, by name."""
    return {
        "fanfare": pcm(echoed(fanfare()), 0.72),
        "applause": pcm(echoed(applause(3.6)), 0.5),
        "chime": pcm(echoed(chime()), 0.6),
        "bed": pcm(bed(), 0.25),
    }


def write(folder: Path) -> None:
    """Write one WAV file a sound."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, samples in sounds().items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples)


if __name__ == "__main__":
    write(FOLDER)
