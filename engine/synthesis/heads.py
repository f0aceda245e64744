"""How the head moves: slow sway, postures, nods with the timing of expressions, and restless heads."""

from dataclasses import dataclass

import numpy as np

from engine.types import Float64

# Columns of a trajectory.
X, Y, ROLL, SCALE, YAW, PITCH = range(6)
# Standard deviation per unit of restlessness: px of the 320 px crop, radians, logarithm of the scale.
SPREAD = np.array([1.0, 0.8, 0.004, 0.002, 0.008, 0.008])
FPS = 30.0


@dataclass(frozen=True, slots=True)
class HeadStyle:
    """How restless a head is.

    Attributes:
        sway: size of slow movements (1: about 1 px of the crop and half a degree).
        slow_hz: where their spectrum ends.
        postures: changes of posture in a minute.
        nods: quick gestures in a minute.
        nod_size: size of a gesture, in the same units as `sway`.
        tremor: size of fast small movements.
    """

    sway: float
    slow_hz: float
    postures: float
    nods: float
    nod_size: float
    tremor: float


def draw_style(rng: np.random.Generator) -> HeadStyle:
    """A still (35 of 100), calm (45), moving (15) or restless (5) head."""
    kind = rng.choice(4, p=[0.35, 0.45, 0.15, 0.05])
    sway = float(np.exp(rng.uniform(*np.log([(0.05, 0.5), (0.4, 2.5), (1.5, 6), (5, 16)][kind]))))
    nods = float(rng.uniform(*[(0, 4), (0, 16), (6, 30), (10, 40)][kind]))
    return HeadStyle(
        sway=sway,
        slow_hz=float(rng.uniform(0.15, [0.6, 0.9, 1.3, 1.6][kind])),
        postures=float(rng.uniform(0, [3, 8, 12, 16][kind])),
        nods=nods,
        nod_size=float(np.exp(rng.uniform(np.log(0.6), np.log(6.0)))) * (1 + 0.1 * sway),
        tremor=float(rng.uniform(0, 0.12)),
    )


def trajectory(rng: np.random.Generator, n: int, style: HeadStyle) -> Float64:
    """Pose at each frame, float64 [n, 6]: x, y (px of the crop), roll, log scale, yaw, pitch (radians); starts at 0."""
    pose = style.sway * SPREAD * smooth_noise(rng, n, 6, style.slow_hz)
    pose[:, [X, Y]] += style.tremor * smooth_noise(rng, n, 2, 6.0)
    for _ in range(rng.poisson(style.postures * n / FPS / 60)):
        at, width = rng.uniform(0, n), rng.uniform(4, 25)
        step = 1 / (1 + np.exp(-np.clip((np.arange(n) - at) / width * 4, -50, 50)))
        pose += step[:, None] * rng.normal(0, 1, 6) * SPREAD * max(1.0, 1.5 * style.sway)
    for _ in range(rng.poisson(style.nods * n / FPS / 60)):
        pose += _nod(rng, n)[:, None] * rng.normal(0, 1, 6) * SPREAD * style.nod_size
    return np.asarray(pose - pose[0], np.float64)


def _nod(rng: np.random.Generator, n: int) -> Float64:
    """A rigid gesture that goes and returns within 8 to 40 frames, sometimes twice."""
    length = int(rng.integers(8, 40))
    at = int(rng.integers(-length // 2, n))
    t = np.arange(length) / length
    wave = np.sin(np.pi * t) ** 2 if rng.random() < 0.6 else np.sin(2 * np.pi * t) * np.sin(np.pi * t)
    level = np.zeros(n + 2 * length)
    level[at + length : at + 2 * length] = wave
    return level[length : length + n]


def smooth_noise(rng: np.random.Generator, n: int, channels: int, cutoff_hz: float) -> Float64:
    """Noise of standard deviation about 1 and a spectrum that falls beyond `cutoff_hz`, float64 [n, channels]."""
    padded = n + 120
    spectrum = np.fft.rfft(rng.normal(0, 1, (padded, channels)), axis=0)
    hz = np.fft.rfftfreq(padded, 1 / FPS)
    gain = 1 / (1 + (hz / cutoff_hz) ** 2)
    gain[0] = 0
    noise = np.fft.irfft(spectrum * gain[:, None], padded, axis=0)[60 : 60 + n]
    power = float(np.sqrt(np.mean(gain**2)))
    return np.asarray(noise / max(power, 1e-9), np.float64)
