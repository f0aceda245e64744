"""Why a decoder proposed nothing at a frame: every reason is read off the decoder's own steps."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.config import DecoderConfig, Synergy
from engine.decoding import DECODERS, decode, threshold_value
from engine.decoding.half_max import candidates, rivals
from engine.decoding.peaks import find_peaks
from engine.decoding.prior_guided import extended
from engine.decoding.recognition import recognise
from engine.decoding.smoothing import box_smooth
from engine.decoding.spans import Spans, scored
from engine.explain.climb import Hill, hill_of
from engine.messages import Said
from engine.types import UNSCORED, Curves, Float64, Int64, Mask, OriginKind, Proposal, mask_text

Kind = Literal[
    "proposal",
    "outside",
    "below",
    "suppressed",
    "too_short",
    "neutral",
    "edge",
    "flat",
    "face_lost",
    "gap",
    "no_sample",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a frame has a proposal or none.

    Attributes:
        kind: ``"proposal"`` (it has one), ``"outside"`` (beside one, beyond its bounds), ``"below"`` (the peak here
            stays under the threshold), ``"suppressed"`` (a higher peak nearby stands for it), ``"too_short"``,
            ``"neutral"`` (recognition calls it neutral and the synergy rejects that), ``"edge"`` (the curve rises up
            to a gap or end, where the rule of the paper takes no peak), ``"flat"``, ``"face_lost"``, ``"gap"``
            (unscored for another reason), ``"no_sample"`` (not analysed).
        sentence: for people, in frame indices.
        frame: the frame asked about.
        peak: frame index of the peak it belongs to; None where there is none.
        height: value of the decision curve there (smoothed for all decoders but ``half_max``), else NaN.
        threshold: height a peak must reach; NaN where nothing is scored.
        by: apex of the proposal or peak that `kind` speaks of (``"proposal"``, ``"outside"``, ``"suppressed"``).
    """

    kind: Kind
    sentence: str
    frame: int
    peak: int | None = None
    height: float = float("nan")
    threshold: float = float("nan")
    by: int | None = None


class WhyNot:
    """Answers for one decoding; made once (some ms), then fast enough for the mouse."""

    def __init__(
        self, curves: Curves, config: DecoderConfig, *, n_frames: int, synergy: Synergy = "spotting_led"
    ) -> None:
        """Decode as `engine.decoding.decode` does, and keep the steps.

        Args:
            curves: curves of the run.
            config: decoder and its parameters.
            n_frames: number of frame indices of the video.
            synergy: how recognition and spotting are combined.
        """
        self._curves, self._config, self._synergy = curves, config, synergy
        self._proposals = decode(curves, config=config, n_frames=n_frames, synergy=synergy)
        score = scored(curves)
        score[curves.frames >= n_frames] = np.nan
        self._score = score
        self._threshold = threshold_value(curves, config)
        self._is_half_max = config.name == "half_max"
        self._decision: Float64 = score.astype(np.float64) if self._is_half_max else box_smooth(score, config.k_p)
        known = not np.isnan(score).all()
        self._spans = DECODERS[config.name](score, config=config, rate=curves.rate) if known else None

    def at(self, frame: int) -> Reason:
        """The reason for one frame index."""
        inside = [one for one in self._proposals if one.onset <= frame <= one.offset]
        if inside:
            return self._within(frame, max(inside, key=lambda one: one.score))
        sample = self._sample(frame)
        if sample is None:
            return Reason(
                "no_sample", Said("Frame {frame} was not analysed.", frame=frame), frame, threshold=self._threshold
            )
        if np.isnan(self._score[sample]):
            return self._gap(frame, sample)
        hill = hill_of(self._decision, sample)
        if hill.height < self._threshold and not self._reaches(hill):
            return self._below(frame, hill)
        if hill.is_flat:
            return self._reason("flat", frame, hill, Said("the score is the same all around: there is no peak"))
        if hill.at_edge and not self._is_half_max:
            text = Said("the score rises up to a gap or an end of the video, where this decoder takes no peak")
            return self._reason("edge", frame, hill, text)
        return self._peak(frame, hill)

    def _sample(self, frame: int) -> int | None:
        """Sample nearest to a frame; None before the first and behind the last one."""
        frames = self._curves.frames
        if len(frames) == 0:
            return None
        right = min(int(np.searchsorted(frames, frame)), len(frames) - 1)
        near = right - 1 if right > 0 and frame - frames[right - 1] <= frames[right] - frame else right
        step = (int(frames[-1]) - int(frames[0])) / max(1, len(frames) - 1)
        beyond = max(int(frames[0]) - frame, frame - int(frames[-1]))
        return near if beyond < max(step, 1) else None

    def _frame(self, sample: int) -> int:
        return int(self._curves.frames[sample])

    def _reaches(self, hill: Hill) -> bool:
        """The comparison exactly as `local_maxima` makes it, in the type of its curve."""
        curve = self._score if self._is_half_max else self._decision
        return bool(curve[hill.peak] >= self._threshold)

    def _reason(self, kind: Kind, frame: int, hill: Hill, text: str, by: int | None = None) -> Reason:
        sentence = Said("No proposal at frame {frame}: {text}.", frame=frame, text=text)
        return Reason(kind, sentence, frame, self._frame(hill.peak), hill.height, self._threshold, by)

    def _gap(self, frame: int, sample: int) -> Reason:
        """The stretch of unscored samples around it and what is noted in it."""
        known = np.flatnonzero(~np.isnan(self._score))
        after = int(np.searchsorted(known, sample))
        first = int(known[after - 1]) + 1 if after else 0
        last = int(known[after]) - 1 if after < len(known) else len(self._score) - 1
        bits = int(self._curves.mask[sample]) & UNSCORED
        why = mask_text(bits) or Said("it is marked as an artefact")
        kind: Kind = "face_lost" if bits & Mask.NO_FACE else "gap"
        span = Said("frames {first} to {last} have no score", first=self._frame(first), last=self._frame(last))
        return Reason(
            kind,
            Said("No score at frame {frame}: {why}; {span}.", frame=frame, why=why, span=span),
            frame,
            threshold=self._threshold,
        )

    def _within(self, frame: int, proposal: Proposal) -> Reason:
        text = Said(
            "Frame {frame} lies in the proposal with apex {apex}, spotting score {score:.2f}.",
            frame=frame,
            apex=proposal.apex,
            score=proposal.score,
        )
        if proposal.apex_origin is OriginKind.ASSUMED:
            text = Said(
                "Frame {frame} lies in the proposal with the assumed apex {apex}, spotting score {score:.2f}.",
                frame=frame,
                apex=proposal.apex,
                score=proposal.score,
            )
        return Reason("proposal", text, frame, proposal.apex, proposal.score, self._threshold, proposal.apex)

    def _below(self, frame: int, hill: Hill) -> Reason:
        short = (1 - hill.height / self._threshold) * 100 if self._threshold > 0 else 0.0
        curve = Said("score") if self._is_half_max else Said("smoothed score")
        text = Said(
            "the peak here, frame {peak}, has a {curve} of {height:.3f}, {short} below the threshold {threshold:.3f}",
            peak=self._frame(hill.peak),
            curve=curve,
            height=hill.height,
            short=_percent(short),
            threshold=self._threshold,
        )
        return self._reason("below", frame, hill, text)

    # A peak that reaches the threshold.

    def _peak(self, frame: int, hill: Hill) -> Reason:
        assert self._spans is not None
        if self._is_half_max:
            return self._half_max_peak(frame, hill)
        peaks = find_peaks(self._decision, height=self._threshold, distance=self._config.k_p)
        if hill.peak not in peaks:
            near = peaks[np.abs(peaks - hill.peak) < self._config.k_p]
            return self._suppressed(frame, hill, self._highest(near))
        if self._config.name != "prior_guided":
            return self._stands(frame, hill, self._spans, int(np.searchsorted(self._spans.apex, hill.peak)))
        every, bounds = extended(self._score, config=self._config)
        onset, offset, apex = bounds[every.index(hill.peak)]
        chosen = np.flatnonzero((self._spans.apex == apex) & (self._spans.onset == onset))
        if len(chosen) and self._spans.offset[chosen[0]] == offset:
            return self._stands(frame, hill, self._spans, int(chosen[0]))
        return self._suppressed(frame, hill, self._sharing(onset, offset, apex))

    def _half_max_peak(self, frame: int, hill: Hill) -> Reason:
        assert self._spans is not None
        kept = np.flatnonzero(self._spans.apex == hill.peak)
        if len(kept):
            return self._stands(frame, hill, self._spans, int(kept[0]))
        found = candidates(self._score, config=self._config, rate=self._curves.rate)
        length = found.offset - found.onset + 1
        own = int(np.searchsorted(found.apex, hill.peak))
        if length[own] < self._config.min_samples:
            text = Said(
                "the peak at frame {peak} stays above {level:.0%} of its height for {length} samples "
                "only; at least {min_samples} are needed",
                peak=self._frame(hill.peak),
                level=self._config.level,
                length=length[own],
                min_samples=self._config.min_samples,
            )
            return self._reason("too_short", frame, hill, text)
        found = found.take(length >= self._config.min_samples)
        own = int(np.searchsorted(found.apex, hill.peak))
        one, other = rivals(found)
        against = np.concatenate([other[one == own], one[other == own]])
        kept_rivals = [apex for apex in found.apex[against].tolist() if apex in self._spans.apex]
        return self._suppressed(frame, hill, self._highest(np.array(kept_rivals, np.int64)))

    def _highest(self, peaks: Int64) -> int:
        return int(peaks[int(np.argmax(self._decision[peaks]))])

    def _sharing(self, onset: int, offset: int, apex: int) -> int:
        """Apex of the interval that stayed and is the same expression by the rule of `prior_guided`."""
        assert self._spans is not None
        shared = np.minimum(offset, self._spans.offset) - np.maximum(onset, self._spans.onset)
        near = np.abs(self._spans.apex - apex) <= self._config.k_p
        return int(self._spans.apex[int(np.argmax(shared + near * (1 + len(self._score))))])

    def _suppressed(self, frame: int, hill: Hill, by: int) -> Reason:
        text = Said(
            "the peak here, frame {peak} ({height:.3f}), reaches the threshold {threshold:.3f} but is "
            "suppressed by the peak at frame {by} ({decision:.3f}), which stands for the same movement",
            peak=self._frame(hill.peak),
            height=hill.height,
            threshold=self._threshold,
            by=self._frame(by),
            decision=self._decision[by],
        )
        return self._reason("suppressed", frame, hill, text, self._frame(by))

    def _stands(self, frame: int, hill: Hill, spans: Spans, number: int) -> Reason:
        """The peak has an interval: recognition rejects it, or the frame lies beyond its bounds."""
        one = slice(number, number + 1)
        onset, peak, offset = (self._frame(int(side[number])) for side in (spans.onset, spans.apex, spans.offset))
        recognised = recognise(self._curves, spans.onset[one], spans.offset[one], synergy=self._synergy)
        if not recognised.accepted[0]:
            motion = Said(" while the head moves or the picture jumps") if self._synergy == "paper" else ""
            text = Said(
                "the peak at frame {peak} reaches the threshold, but recognition calls frames {onset} "
                "to {offset} neutral{motion}, which the synergy “{synergy}” rejects",
                peak=peak,
                onset=onset,
                offset=offset,
                motion=motion,
                synergy=self._synergy,
            )
            return self._reason("neutral", frame, hill, text)
        made = next(one for one in self._proposals if one.id == f"p{peak}")
        side = (
            Said("{onset} before the onset", onset=onset - frame)
            if frame < onset
            else Said("{frame} after the offset", frame=frame - offset)
        )
        text = Said(
            "{here}; it lies {side} of the proposal with apex {apex} ({onset} to {offset}, bounds by "
            "{name}), whose flank it is on",
            here=self._here(frame),
            side=side,
            apex=made.apex,
            onset=onset,
            offset=offset,
            name=self._config.name,
        )
        if made.apex_origin is OriginKind.ASSUMED:
            text = Said(
                "{here}; it lies {side} of the proposal with the assumed apex {apex} ({onset} to "
                "{offset}, bounds by {name}), whose flank it is on",
                here=self._here(frame),
                side=side,
                apex=made.apex,
                onset=onset,
                offset=offset,
                name=self._config.name,
            )
        return self._reason("outside", frame, hill, text, made.apex)

    def _here(self, frame: int) -> str:
        """The decision curve at the frame itself, against the threshold."""
        sample = self._sample(frame)
        assert sample is not None
        value = float(self._decision[sample])
        curve = Said("score") if self._is_half_max else Said("smoothed score")
        if value >= self._threshold or self._threshold <= 0:
            return Said("its {curve} is {value:.3f}", curve=curve, value=value)
        short = _percent((1 - value / self._threshold) * 100)
        return Said(
            "its {curve} is {value:.3f}, {short} below the threshold {threshold:.3f}",
            curve=curve,
            value=value,
            short=short,
            threshold=self._threshold,
        )


def why_not(
    curves: Curves, config: DecoderConfig, frame: int, *, n_frames: int, synergy: Synergy = "spotting_led"
) -> Reason:
    """The reason for a single frame; for many frames of one decoding keep a `WhyNot`."""
    return WhyNot(curves, config, n_frames=n_frames, synergy=synergy).at(frame)


def _percent(share: float) -> str:
    """Whole percent, never 0 where something is missing."""
    return Said("less than 1 %") if share < 1 else f"{share:.0f} %"
