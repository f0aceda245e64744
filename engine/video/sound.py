"""The sound of a video file on the clock of its frames."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.error import BlockingIOError as NotYetError
from av.error import EOFError as OverError
from av.error import FFmpegError
from av.filter import Graph
from numpy.typing import NDArray

from engine.types import Float32, VideoInfo, frozen
from engine.video.container import LOCAL_ONLY

RATE = 48_000
Int16 = NDArray[np.int16]
# Decoding begins this long before a place, so that the decoder has settled there (s).
LEAD = 0.2
# One tempo filter of FFmpeg goes no lower; slower speeds take several in a row.
LEAST_TEMPO = 0.5


def has_sound(path: Path) -> bool:
    """Whether the file has sound that can be decoded."""
    try:
        with av.open(f"file:{path}", options=LOCAL_ONLY) as container:
            return any(stream.codec_context is not None for stream in container.streams.audio)
    except (FFmpegError, OSError):
        return False


def sound_from(info: VideoInfo, start: int) -> Iterator[Int16]:
    """Sound from a place on; silence where the file has none, ends where the sound ends or cannot be read.

    Args:
        info: the source; time 0 is its frame 0.
        start: first sample, in samples of 1/48000 s since frame 0.

    Yields:
        int16 [n, 2] (left, right), without gaps.
    """
    try:
        with av.open(f"file:{info.path}", options=LOCAL_ONLY) as container:
            stream = container.streams.audio[0]
            seconds = start / RATE + info.start_s - LEAD
            base = float(stream.time_base or 1 / RATE)
            container.seek(int(seconds / base), stream=stream, backward=True)
            yield from _from_sample(_placed(container.decode(stream), stream, info.start_s), start)
    except (FFmpegError, IndexError, OSError):
        return


def at_speed(pieces: Iterator[Int16], speed: float) -> Iterator[Int16]:
    """Sound played slower or faster at the pitch it has (FFmpeg's ``atempo``, a waveform-similarity overlap-add).

    Args:
        pieces: int16 [n, 2] at 48 kHz, without gaps.
        speed: samples of `pieces` in a sample of the result, > 0; a voice stays one from 1/4 to 2.

    Yields:
        int16 [n, 2]: sample i sounds what stood at ``i * speed``, within 40 ms of `pieces`.
    """
    graph = Graph()
    start = node = graph.add_abuffer(sample_rate=RATE, format="s16", layout="stereo", time_base=Fraction(1, RATE))
    for tempo in _tempos(speed):
        following = graph.add("atempo", f"{tempo:.9f}")
        node.link_to(following)
        node = following
    sink = graph.add("abuffersink")
    node.link_to(sink)
    graph.configure()

    def ready() -> Iterator[Int16]:
        while True:
            try:
                frame = sink.pull()
            except (NotYetError, OverError):
                return
            yield cast(Int16, cast(AudioFrame, frame).to_ndarray().reshape(-1, 2))

    place = 0
    for samples in pieces:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="stereo")
        frame.rate, frame.pts, frame.time_base = RATE, place, Fraction(1, RATE)
        place += len(samples)
        start.push(frame)
        yield from ready()
    start.push(None)
    yield from ready()


def _tempos(speed: float) -> list[float]:
    """Tempos that one filter can each do, whose product is the speed."""
    tempos = []
    while speed < LEAST_TEMPO:
        tempos.append(LEAST_TEMPO)
        speed /= LEAST_TEMPO
    return [*tempos, speed]


def loudness(info: VideoInfo, bins: int, *, stopped: Callable[[], bool] = lambda: False) -> Float32 | None:
    """Highest level of the sound in equal parts of the video's duration.

    Args:
        info: the source.
        bins: number of parts.
        stopped: asked now and then; True gives up.

    Returns:
        float32 [bins] in [0, 1]; None where there is no sound, or it was given up.
    """
    levels = np.zeros(bins, np.float32)
    usual = float(np.median(np.diff(info.times))) if info.n_frames > 1 else 1 / (info.fps or 25.0)
    whole = max(1, round((float(info.times[-1]) + usual) * RATE))
    at, heard = 0, False
    for chunk in sound_from(info, 0):
        if stopped():
            return None
        heard = True
        places = np.minimum((np.arange(at, at + len(chunk)) * bins) // whole, bins - 1)
        np.maximum.at(levels, places, np.abs(chunk.astype(np.int32)).max(axis=1) / 32768)
        at += len(chunk)
        if at >= whole:
            break
    return frozen(levels) if heard else None


def _placed(frames: Iterator[AudioFrame], stream: AudioStream, origin: float) -> Iterator[tuple[int, Int16]]:
    """First sample (since frame 0) and samples of every decoded piece."""
    resampler = AudioResampler(format="s16", layout="stereo", rate=RATE)
    for frame in frames:
        base = frame.time_base or stream.time_base
        if frame.pts is None or base is None:
            continue
        place = round((float(frame.pts * base) - origin) * RATE)
        for piece in resampler.resample(frame):
            samples = cast(Int16, piece.to_ndarray().reshape(-1, 2))
            yield place, samples
            place += len(samples)


def _from_sample(pieces: Iterator[tuple[int, Int16]], start: int) -> Iterator[Int16]:
    """Pieces joined from sample `start` on: what overlaps is cut, what is missing is silence."""
    at = start
    for place, samples in pieces:
        # The resampler holds a few samples back: pieces that follow each other within 10 ms are joined as they are.
        if at == start or abs(place - at) > RATE // 100:
            if place > at:
                yield np.zeros((place - at, 2), np.int16)
                at = place
            samples = samples[at - place :]
        if len(samples):
            yield samples
            at += len(samples)
