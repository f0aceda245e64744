"""Label files on a time axis: timeline tools, subtitles, segments in seconds."""
