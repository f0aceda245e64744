"""A time in the video as people read it."""


def time_text(seconds: float) -> str:
    """Seconds as ``m:ss.mmm``, or ``h:mm:ss.mmm`` from an hour on."""
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f"{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
    return f"{hours}:{minutes:02d}:{rest}" if hours else f"{minutes}:{rest}"
