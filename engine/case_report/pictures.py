"""Key frames as JPEG pictures inside the report."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from engine.case_report.content import VideoContent
from engine.errors import EngineError

WIDTH_PX = 240
QUALITY = 85


def key_frames(video: VideoContent, frames: Sequence[int]) -> tuple[dict[int, str], str]:
    """Data URIs of frames of a video.

    Returns:
        frame index -> ``data:image/jpeg;base64,...``, and a sentence why there are none (empty where there are).
    """
    ref: Mapping[str, Any] = video.form["ref"]
    if not frames:
        return {}, ""
    if video.path is None:
        return {}, "The video was not found when the report was written, so no frames are shown."
    from engine.video import open_source

    try:
        with open_source(video.path) as source:
            is_known = bool(ref["sha256"]) and source.info.n_frames == ref["n_frames"]
            if source.info.table_digest != ref["table_digest"] and not is_known:
                return {}, "The file at the video's place has other frames, so none are shown."
            return {frame: _jpeg(source.read(frame).bgr()) for frame in sorted(set(frames))}, ""
    except EngineError as error:
        return {}, f"No frames are shown: {error}"


def _jpeg(picture: Any) -> str:
    import cv2

    height, width = picture.shape[:2]
    if width > WIDTH_PX:
        size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode('ascii')}" if done else ""
