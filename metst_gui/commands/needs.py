"""What each command needs to be possible; a command that is not listed is always possible."""

from collections.abc import Mapping
from typing import Literal, get_args

# What may be needed. For each the desk has a rule that says whether it holds, and what to do where it does not.
Need = Literal[
    "video",  # one is open
    "desk",  # it is shown, not the case board
    "missing_video",  # a project was opened whose video is not where it was
    "any_project",  # one is open, or could not be opened because a video is missing
    "several_videos",
    "project",  # it has a file
    "writable",
    "undo",
    "redo",
    "item",  # something is selected
    "proposal",  # what is selected is one
    "editable",  # what is selected is not rejected
    "deletable",  # an annotation, or a proposal with a verdict, is selected
    "mergeable",  # an annotation is selected that another one follows
    "onset",  # of the item or of what is being marked, or the comparison is shown already
    "queue",  # something passes its filters
    "pending",  # a proposal without a verdict passes them
    "labels",  # something can be exported
    "run",  # there are curves, and they may be seen
    "emotions",  # the model of the run infers some
    "artefact",  # one is marked, or begun
    "analysis",  # one is running
    "idle",  # none is running
    "background",  # a video waits or is analysed in the background
    "sighted",  # the annotator does not work blind
    "blind",
    "unveiled",  # the model's marks are not hidden for a blind look
    "finalised",
    "several_annotators",
    "comparison",  # something is compared, or could be at once
    "network",  # a model that can learn is chosen
    "former_model",
    "merged",  # something that two merged projects answered differently is to be decided
    "tiers",  # the coding scheme has some
    "other_face",  # not the largest face is analysed
]
_EMOTIONS = " ".join(f"emotion_{digit}" for digit in range(10))
_ACCEPT_AS = " ".join(f"accept_emotion_{digit}" for digit in range(8))
_TIERS = " ".join(f"tier_{number}" for number in range(1, 10))
# Needs in the order in which they are asked: the first that does not hold is the reason told. Then the commands.
_TABLE = {
    "missing_video": "find_video",
    "any_project": "find_videos",
    "video tiers": "tier_marks",
    "video": "project_settings save_as save_frame save_frame_numbered zoom_all zoom_in zoom_out pan_back pan_forward "
    "overlay follow_face detach_picture lanes why_panel network_states sensitivity play reverse stop forward "
    "slow_reverse slow_forward step_back step_forward back_10 forward_10 back_second forward_second go_to slower "
    "faster loop image_rate",
    "video several_videos": "next_video previous_video",
    "video project": "save_copy export_report merge_project hand_over take_back",
    "video labels": "export",
    "video writable tiers": _TIERS,
    "video writable": "coding_scheme import_labels add_video add_folder set_onset set_apex set_offset point_label "
    "add_annotator artefact",
    "video writable artefact": "no_artefact",
    "video writable undo": "undo",
    "video writable redo": "redo",
    "video item run": "more_like_this",
    "video queue item": "mark_next mark_previous",
    "video item": "save_clip save_clip_numbered zoom_item goto_onset goto_apex goto_offset",
    "video onset": "compare",
    "video queue": "next_item previous_item next_any previous_any mark_all",
    "video pending": "contact_sheet",
    "video writable item": f"accept {_ACCEPT_AS} {_EMOTIONS} keep_label",
    "video writable proposal": "reject reject_reason unsure",
    "video writable item editable": "split nudge_back nudge_forward nudge_back_5 nudge_forward_5 edit_action_units "
    "pick_action_units edit_note modifiers kind confidence confidence_0 confidence_1 confidence_2 confidence_3",
    "video writable deletable": "delete",
    "video writable mergeable": "merge",
    "video writable unveiled": "finalise",
    "video writable finalised": "reopen",
    "video writable blind": "reveal",
    "video several_annotators": "change_annotator",
    "video sighted several_annotators": "agreement adjudicate",
    "video sighted unveiled": "chance",
    "video sighted": "blind_look analyse evaluate case_next case_previous",
    "video sighted merged": "merged_answers",
    "video sighted comparison": "next_error previous_error",
    "video sighted network": "learn",
    "video sighted writable": "next_face bring_in",
    "video sighted writable other_face": "largest_face",
    "analysis": "cancel_analysis",
    "video sighted writable project": "analyse_all",
    "background": "pause_background stop_background",
    "video run": "measure_sensitivity threshold_lower threshold_raise decoder_half_max decoder_anchored decoder_paper "
    "decoder_prior_guided",
    "video run emotions": "synergy_none synergy_recognition_led synergy_spotting_led synergy_paper",
    "run idle": "why_here",
    "run writable sighted project idle": "planted_trials",
    "former_model": "use_former",
}
# Possible while the case board is shown, although they need a video; every other one that does acts on what is seen of
# that video, or its keys move through the board.
_ON_BOARD = frozenset(
    {
        *("project_settings", "save_as", "save_copy", "export_report", "merge_project", "merged_answers", "export"),
        *("add_video", "coding_scheme", "add_annotator", "change_annotator", "reveal", "agreement", "evaluate"),
        *("learn", "case_next", "case_previous", "analyse_all", "add_folder"),
    }
)
_KNOWN: dict[str, Need] = {name: name for name in get_args(Need)}


def _needs(id_: str, names: list[str]) -> tuple[Need, ...]:
    """What a command needs, and that the desk is shown where it acts on that."""
    on_desk = names[0] in ("video", "run") and id_ not in _ON_BOARD
    if on_desk:
        names = [*names[:1], "desk", *names[1:]]
    return tuple(_KNOWN[name] for name in names)


NEEDS: Mapping[str, tuple[Need, ...]] = {
    id_: _needs(id_, names.split()) for names, ids in _TABLE.items() for id_ in ids.split()
}
