"""Pictures of the demo clip: the portrait warped, blinking, swaying, with noise and a burnt-in notice."""

import math

import cv2
import numpy as np

from engine.synthesis import portrait
from engine.synthesis.eyelids import Eyelids
from engine.synthesis.fields import field
from engine.synthesis.script import Script
from engine.types import Float32, UInt8

WIDTH, HEIGHT = 456, 466  # even, as yuv420p needs
ZOOM = 1.9  # picture px in one portrait px: the face box is about 213 px high
LEFT, TOP = 8.0, 0.0  # portrait px of the picture's corner
OVERSAMPLING = 2.0  # the enlarged portrait has this times more px, because cv2.remap rounds to 1/32 px
SEED = 7
NOISE_LEVELS = 1.1  # standard deviation of the sensor noise, grey levels
NOTICE = "SYNTHETIC DEMO - injected movements"
NOTICE_HEIGHT = 24
# Slow sway in picture px: amplitude, period in s, phase; below 0.9 px within any 50 frames.
SWAY_X = ((0.55, 11.0, 0.3), (0.20, 5.3, 1.9))
SWAY_Y = ((0.40, 13.0, 2.1), (0.15, 4.1, 0.7))
HEAD_HALF_AXES = (52.0, 66.0)  # portrait px: inside all of the sway, none from 1.6 times outwards


class Renderer:
    """Pictures of one script; the same script gives the same pictures on the same machine."""

    def __init__(self, script: Script) -> None:
        """Prepare everything that does not change from frame to frame (about 0.1 s)."""
        self._script = script
        scale = ZOOM * OVERSAMPLING
        enlarged = cv2.resize(portrait.load(), None, fx=scale, fy=scale, interpolation=cv2.INTER_LANCZOS4)
        self._base = _sharpen(np.asarray(enlarged, np.uint8))
        self._eyelids = Eyelids(scale)
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        self._at_x = ((x + 0.5) / ZOOM + LEFT) * scale - 0.5
        self._at_y = ((y + 0.5) / ZOOM + TOP) * scale - 0.5
        self._fields = {
            event.action_units: self._enlarge(field(event.action_units))
            for event in script.events
            if event.kind != "blink"
        }
        self._head = self._enlarge(_head_weight())
        noise = np.random.default_rng(SEED).normal(0.0, NOISE_LEVELS, (HEIGHT + 256, WIDTH + 256))
        self._noise = np.round(noise * 16).astype(np.int16)

    def picture(self, index: int) -> UInt8:
        """Picture of a frame index, uint8 [466, 456, 3] BGR."""
        base, move = self._base, self._sway(index)
        for event, level in self._script.active(index):
            if event.kind == "blink":
                base = self._eyelids.close(base, level * event.peak)
            else:
                move = move + self._fields[event.action_units] * (level * event.peak * portrait.PX320 * ZOOM)
        move = move * OVERSAMPLING
        warped = cv2.remap(
            base,
            self._at_x - move[..., 0],
            self._at_y - move[..., 1],
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        return _notice(self._add_noise(np.asarray(warped, np.uint8), index), index)

    def _enlarge(self, plane: Float32) -> Float32:
        """Values of a portrait-sized plane at the picture's px."""
        x, y = (self._at_x + 0.5) / (ZOOM * OVERSAMPLING) - 0.5, (self._at_y + 0.5) / (ZOOM * OVERSAMPLING) - 0.5
        return np.asarray(cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)

    def _sway(self, index: int) -> Float32:
        """Displacement by head sway, float32 [H, W, 2] picture px."""
        time = index / self._script.fps
        shift = [
            sum(
                size * (math.sin(2 * math.pi * time / period + phase) - math.sin(phase))
                for size, period, phase in waves
            )
            for waves in (SWAY_X, SWAY_Y)
        ]
        return self._head[..., None] * np.asarray(shift, np.float32)

    def _add_noise(self, picture: UInt8, index: int) -> UInt8:
        top, left = np.random.default_rng((SEED, index)).integers(0, 256, 2)
        noise = self._noise[top : top + HEIGHT, left : left + WIDTH]
        if index % 2:
            noise = noise[:, ::-1]
        sixteenths = picture.astype(np.int16) * 16 + noise[..., None] + 8
        return np.asarray(np.clip(sixteenths >> 4, 0, 255), np.uint8)


def _notice(picture: UInt8, index: int) -> UInt8:
    """The picture with a dark strip under the face that says what it is, and the frame index to compare with the UI."""
    strip = picture[HEIGHT - NOTICE_HEIGHT :]
    strip[:] = strip // 4
    for text, x in ((NOTICE, 8), (f"frame {index}", WIDTH - 92)):
        cv2.putText(picture, text, (x, HEIGHT - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (235, 235, 235), 1, cv2.LINE_AA)
    return picture


def _sharpen(image: UInt8) -> UInt8:
    """The enlarged portrait with the softness of enlarging taken back a little (unsharp mask)."""
    blurred = cv2.GaussianBlur(image, (0, 0), 3.0)
    return np.asarray(cv2.addWeighted(image, 1.6, blurred, -0.6, 0.0), np.uint8)


def _head_weight() -> Float32:
    y, x = np.mgrid[0 : portrait.SIZE, 0 : portrait.SIZE].astype(np.float32)
    far = np.hypot((x - portrait.HEAD[0]) / HEAD_HALF_AXES[0], (y - portrait.HEAD[1]) / HEAD_HALF_AXES[1])
    inside = np.clip((1.6 - far) / 0.6, 0.0, 1.0)
    return np.asarray(inside * inside * (3.0 - 2.0 * inside), np.float32)
