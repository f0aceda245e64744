"""CPU cost of the feature extraction against a straightforward one, on the portrait clip of the tests.

Run from the project's root: ``python -m benchmarks.features_speed``. Both versions run interleaved in one process on
one thread and are compared by CPU time, so that a busy machine does not change the ratio. Decoding is not included.
"""

import time
from collections.abc import Callable

import cv2
import numpy as np

from engine.face import FaceTracker
from engine.flow import parity_features, window_features
from engine.flow.geometry import Region, official_box, official_regions
from tests.engine import portrait_clip

ROUNDS = 5
K = portrait_clip.K
STARTS = range(0, 46, K // 2)


def naive_motion(flow: np.ndarray, fraction: float) -> np.ndarray:
    """D(patch, p) by a full argsort of the polar magnitude."""
    magnitude, _ = cv2.cartToPolar(flow[..., 0].copy(), flow[..., 1].copy())
    order = np.argsort(magnitude.ravel())
    kept = order[int(len(order) * (1 - fraction)) :]
    return flow.reshape(-1, 2)[kept].astype(np.float64).mean(axis=0)


def naive_region(reference: np.ndarray, current: np.ndarray, region: Region) -> list[np.ndarray]:
    """Dominant motions of one region, on copies of its patches."""
    rows, cols = slice(region.row0, region.row1), slice(region.col0, region.col1)
    before, after = reference[rows, cols].copy(), current[rows, cols].copy()
    flow = cv2.calcOpticalFlowFarneback(before, after, None, 0.5, 3, 15, 5, 7, 1.5, 0)
    return [naive_motion(flow[part.rows, part.cols].copy(), part.fraction) for part in region.parts]


def naive_features(grays: list[np.ndarray], on_frame: np.ndarray, on_crop: np.ndarray) -> np.ndarray:
    """The official extraction of one window, float64 [10, k], written without care for speed."""
    top, bottom, left, right = official_box(on_frame)
    regions = official_regions(on_crop)
    features = np.zeros((10, len(grays)))
    reference = cv2.resize(grays[0][top:bottom, left:right].copy(), (320, 320))
    for i in range(1, len(grays)):
        moves = 0
        while True:
            crop = cv2.resize(grays[i][top:bottom, left:right].copy(), (320, 320))
            head = naive_region(reference, crop, regions.bridge)[0]
            if head @ head <= 1.0 or moves == 3:
                break
            moves += 1
            dx, dy = (round(float(value)) for value in head)
            left, top, right, bottom = max(0, left + dx), max(0, top + dy), right + dx, bottom + dy
        parts = [motion for region in regions.features for motion in naive_region(reference, crop, region)]
        features[:, i] = (np.array(parts) - head).ravel()
    return features


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    cv2.setNumThreads(1)
    clip, golden = portrait_clip.frames(), portrait_clip.golden()
    faces = list(portrait_clip.faces())
    windows = [list(clip[start : start + K]) for start in STARTS]
    landmarks = list(zip(golden["landmarks_frame"], golden["landmarks_crop"], strict=True))

    def naive() -> list[np.ndarray]:
        return [naive_features(w, a, b) for w, (a, b) in zip(windows, landmarks, strict=True)]

    def parity() -> list[np.ndarray]:
        return [
            parity_features(w, landmarks_frame=a, landmarks_crop=b).features
            for w, (a, b) in zip(windows, landmarks, strict=True)
        ]

    def opencv() -> list[np.ndarray]:
        return [
            parity_features(w, landmarks_frame=a, landmarks_crop=b, flow="opencv").features
            for w, (a, b) in zip(windows, landmarks, strict=True)
        ]

    def robust() -> None:
        for start, window in zip(STARTS, windows, strict=True):
            window_features(window, faces[start : start + K], config=portrait_clip.CONFIG)

    def track() -> None:
        tracker = FaceTracker()
        for frame in clip:
            tracker.track(frame)

    expected = golden["features"]
    differences = {name: np.abs(np.array(work()) - expected) for name, work in (("own", parity), ("opencv", opencv))}
    versions = {"naive": naive, "opencv": opencv, "parity": parity, "robust": robust, "tracking": track}
    rounds = [{name: cpu_seconds(work) for name, work in versions.items()} for _ in range(ROUNDS)]
    seconds = {name: min(measured[name] for measured in rounds) for name in versions}
    frames = len(clip)
    print(
        f"portrait clip, {frames} frames of {clip.shape[2]} x {clip.shape[1]}, k = {K}, {len(windows)} windows, 1 core"
    )
    for name, value in seconds.items():
        print(f"{name:9s} {frames / value:6.0f} frames/s   {1e3 * value / frames:5.2f} ms/frame")
    both = seconds["robust"] + seconds["tracking"]
    print(f"robust with tracking {frames / both:.0f} frames/s")
    print(f"CPU-time ratio naive / parity with OpenCV's Farneback {seconds['naive'] / seconds['opencv']:.2f}")
    print(f"CPU-time ratio naive / parity {seconds['naive'] / seconds['parity']:.2f}")
    print(f"CPU-time ratio naive / robust {seconds['naive'] / seconds['robust']:.2f}")
    for name, difference in differences.items():
        print(
            f"{name} Farneback against the official features: median {np.median(difference):.1e}, "
            f"99.9th percentile {np.percentile(difference, 99.9):.1e}, largest {difference.max():.1e} px"
        )


if __name__ == "__main__":
    main()
