"""The one table of commands: it feeds the menus, the shortcuts, the tooltips and the key sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from engine.coding_scheme import WITH_KEY
from metst_gui.commands.needs import NEEDS, Need
from metst_gui.document.annotation import EMOTION_LABELS
from metst_gui.language import tr

MENUS: tuple[str, ...] = ("File", "Edit", "View", "Play", "Review", "Analysis", "Help")
# Actions that begin a group of their menu: a line stands above them, or above their submenu.
GROUPS = frozenset(
    {
        *("project_settings", "import_labels", "add_video", "quit"),
        *("delete", "deselect"),
        *("compare", "lanes", "case_board", "theme_system"),
        *("step_back", "slower", "arrival_stay", "sound"),
        *(
            "accept",
            "contact_sheet",
            "goto_onset",
            "confidence",
            "coding_scheme",
            "sort_time",
            "finalise",
            "add_annotator",
        ),
        *("model_panel", "evaluate", "decoder_half_max", "artefact"),
        *("messages", "about"),
    }
)
# Holding one of these keys repeats it; a held verdict or Space must act once.
REPEATING = (
    *("step_", "back_", "forward_", "nudge_", "next_", "previous_", "undo", "redo"),
    *("mark_next", "mark_previous", "case_next", "case_previous"),
    *("zoom_in", "zoom_out", "pan_", "threshold_"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """What ticks a command.

    Attributes:
        state: name of the state, as `CommandState` knows it.
        value: value of the state that ticks this command and no other one; empty: the command goes on and off.
    """

    state: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command.

    Attributes:
        id: unique name; also the object name of the QAction.
        text: menu text, without a mnemonic; only the menus themselves have one (see `menu_title`).
        keys: portable key sequences; the first is the one shown. Empty: menu only.
        tip: one sentence on what it does.
        menu: one of `MENUS`, or ``"Menu/Submenu"``.
        check: the state that ticks it; None: it has no tick.
        needs: what must hold for it to be possible; the first that does not is the reason told.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    tip: str
    menu: str
    check: Check | None = None
    needs: tuple[Need, ...] = ()


def _spec(id_: str, text: str, keys: str, menu: str, tip: str, *, checked: str = "") -> ActionSpec:
    """A row of the table; `keys` are separated by blanks, `checked` is ``"state"`` or ``"state=value"``."""
    state, _, value = checked.partition("=")
    check = Check(state, value) if state else None
    return ActionSpec(id_, text, tuple(keys.split()), tip, menu, check, NEEDS.get(id_, ()))


def _choice(state: str, value: str, text: str, menu: str, tip: str) -> ActionSpec:
    """A row without a key that makes a state have a value."""
    return _spec(f"{state}_{value}", text, "", menu, tip, checked=f"{state}={value}")


def _emotion_specs() -> tuple[ActionSpec, ...]:
    rows = [
        _spec(
            f"emotion_{digit}",
            f"Emotion: {label}",
            str(digit),
            "Review/Emotion",
            f"Set the emotion “{label}”",
            checked=f"emotion={label}",
        )
        for digit, label in enumerate(EMOTION_LABELS, start=1)
    ]
    rows.append(
        _spec(
            "emotion_0",
            "No emotion inferred",
            "0",
            "Review/Emotion",
            "Say that no emotion can be inferred here",
            checked="emotion=none",
        )
    )
    rows.append(
        _spec(
            "accept_emotion_0",
            "Accept, no emotion inferred",
            "Ctrl+0",
            "Review/Accept with emotion",
            "Say that no emotion can be inferred, accept and go to the next proposal",
        )
    )
    rows += [
        _spec(
            f"accept_emotion_{digit}",
            f"Accept as {label}",
            f"Ctrl+{digit}",
            "Review/Accept with emotion",
            f"Set the emotion “{label}”, accept and go to the next proposal",
        )
        for digit, label in enumerate(EMOTION_LABELS[:7], start=1)
    ]
    return tuple(rows)


def _tier_specs() -> tuple[ActionSpec, ...]:
    return tuple(
        _spec(
            f"tier_{number}",
            f"Tier {number}",
            f"Alt+{number}",
            "Review/Own tiers",
            "Mark on this tier of the coding scheme: a point, or where an interval begins and ends",
        )
        for number in range(1, WITH_KEY + 1)
    )


def _queue_specs() -> tuple[ActionSpec, ...]:
    order, show, time = "Review/Order of the queue", "Review/Show in the queue", "Review/Time for this review"
    rows = [
        _choice("sort", "time", "By time", order, "Order the queue by onset"),
        _choice("sort", "score", "By score", order, "Highest score first"),
        _choice("sort", "length", "By length", order, "Shortest first"),
        _choice("sort", "verdict", "By verdict", order, "Open ones first, then accepted, rejected, unsure and yours"),
        _choice("sort", "emotion", "By emotion", order, "In the order of the emotion keys"),
        _choice(
            "sort",
            "rank",
            "Surest first",
            order,
            "Begin with the highest score above the threshold; doubtful stretches count less",
        ),
        _choice(
            "sort",
            "chance",
            "Likeliest first",
            order,
            "Begin with the highest chance of being accepted, learnt from your verdicts",
        ),
        _choice("sort", "uncertainty", "Least sure first", order, "Begin with the scores nearest to the threshold"),
        _choice("sort", "disagreement", "Disputed first", order, "Begin with what only one of the two models found"),
        _choice("sort", "audit", "Random audit", order, "A random order that is the same each time"),
        _choice("sort", "check", "Doubtful labels", order, "Only annotations that look wrong, the most doubtful first"),
        _spec("sort_reverse", "Turned round", "", order, "Show the last first, or turn back", checked="sort_reverse"),
        *(
            _spec(
                f"filter_{name}", word.capitalize(), "", show, f"Show or hide what is {word}", checked=f"filter_{name}"
            )
            for name, word in (
                *((one, one) for one in ("accepted", "rejected", "unsure", "near")),
                # As the buttons of the queue name them.
                *(("open", "pending"), ("mine", "drawn"), ("second", "only in the second run")),
            )
        ),
        _choice("budget", "0", "No time limit", time, "Show every pending item, however long it takes"),
        *(
            _choice("budget", str(n), f"{n} minutes", time, f"Show the pending items you get through in {n} minutes")
            for n in (10, 20, 30, 60)
        ),
    ]
    return tuple(rows)


ACTIONS: tuple[ActionSpec, ...] = (
    _spec("open_video", "Open video…", "Ctrl+O", "File", "Open a video file"),
    _spec(
        "open_folder", "Open folder…", "", "File", "Open a folder of images as a video, or one of videos as a project"
    ),
    _spec("open_project", "Open project…", "Ctrl+Shift+O", "File", "Open a METST project with its video"),
    _spec(
        "open_results",
        "Open results…",
        "",
        "File",
        "Open what metst analyze wrote: as analyses of this project's videos, or as a project of their own",
    ),
    _spec("find_video", "Find moved video…", "", "File", "Show METST where the video of a project is now"),
    _spec(
        "find_videos",
        "Find videos in a folder…",
        "",
        "File",
        "Name one folder: all videos of the project are found in it by their content",
    ),
    _spec("open_demo", "Open demo clip", "", "File", "Open a synthetic clip with known movements, to try METST"),
    _spec(
        "project_settings",
        "Project settings…",
        "Ctrl+,",
        "File",
        "Names, label format, and what this project calls a micro-expression",
    ),
    _spec("save_as", "Save project as…", "Ctrl+Shift+S", "File", "Keep this project in a file of your choice"),
    _spec("save_copy", "Save a copy…", "", "File", "Write a full copy; you go on working in the open project"),
    _spec(
        "merge_project",
        "Merge with project…",
        "",
        "File",
        "Make one project of this one and a copy of it, or one over the same videos; both stay as they are",
    ),
    _spec(
        "hand_over",
        "Hand over to a second coder…",
        "",
        "File",
        "Write a small project in which somebody else codes the same videos blind",
    ),
    _spec(
        "take_back",
        "Take back a hand-over…",
        "",
        "File",
        "Add what a second coder marked in the file you handed over; a new project is made of both",
    ),
    _spec("merged_answers", "Merged answers…", "", "File", "Decide what two merged projects answered differently"),
    _spec("import_labels", "Import labels…", "Ctrl+I", "File", "Add the annotations of a label file"),
    _spec(
        "bring_in",
        "Bring in curves…",
        "",
        "File",
        "Show curves, scores, proposals or signals of other tools on the axis of this video",
    ),
    _spec(
        "open_dataset", "Open dataset folder…", "", "File", "Make a project from a folder of frames and its label file"
    ),
    _spec("export", "Export annotations…", "Ctrl+E", "File", "Write the annotations to a label file of any format"),
    _spec(
        "save_frame",
        "This frame…",
        "",
        "File/Save pictures",
        "Save the frame shown, read again from the original video",
    ),
    _spec(
        "save_frame_numbered",
        "This frame with its number…",
        "",
        "File/Save pictures",
        "Save the frame with its number written into the picture",
    ),
    _spec(
        "save_clip",
        "Clip of the item…",
        "",
        "File/Save pictures",
        "Save the item with a little before and after, without sound",
    ),
    _spec(
        "save_clip_numbered",
        "Clip with frame numbers…",
        "",
        "File/Save pictures",
        "Save the item with frame numbers written into the pictures",
    ),
    _spec("export_report", "Write report…", "", "File", "Write the whole project as a page or PDF, with its head hash"),
    _spec("add_video", "Add videos to project…", "", "File", "Put more videos into this project"),
    _spec("add_folder", "Add folder to project…", "", "File", "Put every video of a folder into this project"),
    _spec("next_video", "Next video of project", "PgDown", "File", "Show the next video of this project"),
    _spec("previous_video", "Previous video of project", "PgUp", "File", "Show the previous video of this project"),
    _spec("quit", "Quit", "Ctrl+Q", "File", "Close METST; everything is saved already"),
    _spec("undo", "Undo", "Ctrl+Z", "Edit", "Undo the last edit"),
    _spec("redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", "Edit", "Redo the edit you undid last"),
    _spec("delete", "Delete annotation", "Delete", "Edit", "Delete the selected annotation"),
    _spec("split", "Split here", "Ctrl+B", "Edit", "Cut the selected annotation in two before this frame"),
    _spec("merge", "Merge with the next", "Ctrl+M", "Edit", "Join the selected annotation with the next one in time"),
    _spec("deselect", "Select nothing", "Esc", "Edit", "Clear the selection, or discard the annotation you have begun"),
    _spec("zoom_item", "Zoom to item", "Z", "View", "Show the selected item with its surroundings"),
    _spec("zoom_all", "Show whole video", "Shift+Z", "View", "Show the whole video on the time axis"),
    _spec("zoom_in", "Zoom in", "Ctrl+=", "View", "Show less of the time axis, around the playhead"),
    _spec("zoom_out", "Zoom out", "Ctrl+-", "View", "Show more of the time axis, around the playhead"),
    _spec(
        "pan_back", "Scroll the time axis back", "Ctrl+Shift+Left", "View", "Show earlier curves; the playhead stays"
    ),
    _spec(
        "pan_forward",
        "Scroll the time axis forward",
        "Ctrl+Shift+Right",
        "View",
        "Show later curves; the playhead stays",
    ),
    _spec(
        "compare",
        "Compare with the onset",
        "F",
        "View",
        "Switch between the onset and this frame or the apex: hold the key, or press it to keep comparing",
        checked="compare",
    ),
    _spec(
        "overlay",
        "Next overlay on the picture",
        "V",
        "View",
        "Show landmarks, then regions, then the motion since the onset, then nothing",
        checked="overlay",
    ),
    _spec(
        "follow_face",
        "Follow the face",
        "Shift+F",
        "View",
        "Keep the face in the middle of the picture",
        checked="follow_face",
    ),
    _spec(
        "blind_look",
        "Blind look",
        "B",
        "View",
        "Hide the model's curves and proposals, or show them again",
        checked="blind_look",
    ),
    _spec(
        "lanes",
        "Lanes and comparison…",
        "Ctrl+L",
        "View",
        "Choose which lanes are shown and which of them are compared",
    ),
    _spec(
        "confound_lanes",
        "Blinks and head movement",
        "Ctrl+Shift+L",
        "View",
        "Blinks, head movement, and stretches with too much motion to judge",
        checked="confound_lanes",
    ),
    _spec(
        "why_panel",
        "Why",
        "Shift+N",
        "View",
        "Show which part of the face moved, blinks near it, and the score without each region",
        checked="why_panel",
    ),
    _spec(
        "network_states",
        "Network states",
        "Ctrl+Shift+N",
        "View",
        "What the network carries along around the item, for research on the model",
        checked="network_states",
    ),
    _spec(
        "sensitivity",
        "Sensitivity",
        "Ctrl+Alt+N",
        "View",
        "Show which movements would have been found in this video, and how many alarms are false",
        checked="sensitivity",
    ),
    _spec(
        "case_board",
        "Case board",
        "Ctrl+Shift+B",
        "View",
        "Show all videos of the project with what is decided of each, or the video again",
        checked="case_board",
    ),
    _spec("full_screen", "Full screen", "F11", "View", "Let the window take the whole screen", checked="full_screen"),
    _spec(
        "detach_picture",
        "Picture in its own window",
        "Ctrl+F11",
        "View",
        "Show the picture apart, for a second screen; all keys work there too",
        checked="detach_picture",
    ),
    _spec("reset_layout", "Layout as delivered", "", "View", "Put every panel back where it was at first"),
    _choice("theme", "system", "As the system", "View/Theme", "Follow the light or dark setting of the system"),
    _choice("theme", "light", "Light", "View/Theme", "Use light colours"),
    _choice("theme", "dark", "Dark", "View/Theme", "Use dark colours"),
    _choice("language", "system", "As the system", "View/Language", "Use the language of the system"),
    _choice("language", "en", "English", "View/Language", "Use English"),
    _choice("language", "zh_CN", "简体中文", "View/Language", "Use Simplified Chinese"),
    _spec(
        "play", "Play or pause", "Space", "Play", "Play or pause; plays the loop range when one is set", checked="play"
    ),
    _spec(
        "reverse",
        "Play backward",
        "J",
        "Play",
        "Play backward; press again to double the speed; hold K and press for one frame back",
    ),
    _spec("stop", "Stop", "K", "Play", "Stop; press again to return to normal speed"),
    _spec(
        "forward",
        "Play forward",
        "L",
        "Play",
        "Play forward; press again to double the speed; hold K and press for one frame forward",
    ),
    _spec("slow_reverse", "Play backward slowly", "Shift+J", "Play", "Play backward at 1/4 speed"),
    _spec("slow_forward", "Play forward slowly", "Shift+L", "Play", "Play forward at 1/4 speed"),
    _spec("step_back", "Previous frame", "Left ,", "Play", "Go back one frame"),
    _spec("step_forward", "Next frame", "Right .", "Play", "Go forward one frame"),
    _spec("back_10", "Back 10 frames", "Shift+Left", "Play", "Go back ten frames"),
    _spec("forward_10", "Forward 10 frames", "Shift+Right", "Play", "Go forward ten frames"),
    _spec("back_second", "Back one second", "Ctrl+Left", "Play", "Go back one second"),
    _spec("forward_second", "Forward one second", "Ctrl+Right", "Play", "Go forward one second"),
    _spec("go_to", "Go to…", "G", "Play", "Go to a frame number or a time"),
    _spec("slower", "Slower", "-", "Play", "Play at the next lower speed"),
    _spec("faster", "Faster", "=", "Play", "Play at the next higher speed"),
    _spec(
        "loop",
        "Change loop range",
        "R",
        "Play",
        "Loop the item with a little before and after, around the onset, around the apex, the item alone, or nothing",
        checked="loop",
    ),
    _choice("arrival", "stay", "Stay on the onset", "Play/On arriving at a proposal", "Stay paused on the onset"),
    _choice("arrival", "slow", "Loop in slow motion", "Play/On arriving at a proposal", "Loop the item at 1/4 speed"),
    _choice(
        "arrival",
        "once",
        "Once at 1×, then slow",
        "Play/On arriving at a proposal",
        "Play the item once at full speed, then loop it at 1/4 speed",
    ),
    _spec(
        "sound",
        "Sound on or off",
        "",
        "Play",
        "Hear the sound from 1/4x to 2x, at its own pitch",
        checked="sound",
    ),
    _spec("louder", "Louder", "Shift+Up", "Play", "Turn the sound up by 10 percent, and on"),
    _spec("quieter", "Quieter", "Shift+Down", "Play", "Turn the sound down by 10 percent"),
    _spec("image_rate", "Frame rate…", "", "Play", "Set how many frames per second a folder or video was recorded at"),
    _spec("next_item", "Next open item", "Down", "Review", "Go to the next item of the queue without a verdict"),
    _spec(
        "previous_item", "Previous open item", "Up", "Review", "Go to the previous item of the queue without a verdict"
    ),
    _spec("next_any", "Next item", "Ctrl+Down", "Review/Go to", "Go to the next item of the queue, decided or not"),
    _spec(
        "previous_any",
        "Previous item",
        "Ctrl+Up",
        "Review/Go to",
        "Go to the previous item of the queue, decided or not",
    ),
    _spec(
        "case_next",
        "Next open proposal of the case",
        "Ctrl+PgDown",
        "Review/Go to",
        "Go to the next proposal without a verdict, in the videos after this one too",
    ),
    _spec(
        "case_previous",
        "Previous open proposal of the case",
        "Ctrl+PgUp",
        "Review/Go to",
        "Go to the previous proposal without a verdict, in the videos before this one too",
    ),
    _spec(
        "mark_next",
        "Select the next item too",
        "Ctrl+Shift+Down",
        "Review/Select several",
        "What is decided then is decided of both",
    ),
    _spec(
        "mark_previous",
        "Select the item before too",
        "Ctrl+Shift+Up",
        "Review/Select several",
        "What is decided then is decided of both",
    ),
    _spec("mark_all", "Select all items", "Ctrl+A", "Review/Select several", "Select every item that the queue shows"),
    _spec("accept", "Accept", "Return Enter", "Review", "Accept the proposal and go to the next"),
    _spec(
        "reject",
        "Reject",
        "Backspace",
        "Review",
        "Reject the proposal, with the reason that the card shows, and go to the next",
    ),
    _spec(
        "reject_reason",
        "Reject, because…",
        "Shift+Backspace",
        "Review",
        "Reject with a reason: one digit, as in the contact sheet",
    ),
    _spec("unsure", "Unsure", "S", "Review", "Put the proposal off until the end and go to the next"),
    _spec(
        "more_like_this",
        "More like this…",
        "Shift+E",
        "Review",
        "List movements like the one under review, in all videos of the project, with their faces",
    ),
    _spec(
        "keep_label",
        "This label is right",
        "Shift+K",
        "Review",
        "Say that an annotation that looks wrong is right: it is named no more",
    ),
    _spec(
        "chance",
        "Chances and what is left…",
        "",
        "Review",
        "Show how well the chances of proposals fit your verdicts, and what is expected in the rest of the queue",
    ),
    _spec("contact_sheet", "Contact sheet…", "H", "Review", "Twelve looping clips a page, to reject many at once"),
    _spec("why_here", "Why not here?", "N", "Review", "Say why the model proposes nothing at this frame"),
    _spec(
        "goto_onset",
        "Go to onset",
        "Q Home",
        "Review/Bounds",
        "Show the onset and make it the active bound, which Alt+← and Alt+→ move",
    ),
    _spec("goto_apex", "Go to apex", "W", "Review/Bounds", "Show the apex and make it the active bound"),
    _spec("goto_offset", "Go to offset", "E End", "Review/Bounds", "Show the offset and make it the active bound"),
    _spec("set_onset", "Set onset here", "I [", "Review/Bounds", "Put the onset on this frame"),
    _spec("set_apex", "Set apex here", "P \\", "Review/Bounds", "Put the apex on this frame"),
    _spec("set_offset", "Set offset here", "O ]", "Review/Bounds", "Put the offset on this frame"),
    _spec(
        "point_label",
        "Point label here",
        "Shift+P",
        "Review/Bounds",
        "Mark that an expression is here, without saying where it begins and ends",
    ),
    _spec(
        "nudge_back",
        "Bound back 1 frame",
        "Alt+Left",
        "Review/Bounds",
        "Move the active bound (onset, apex or offset) back by 1 frame",
    ),
    _spec(
        "nudge_forward",
        "Bound forward 1 frame",
        "Alt+Right",
        "Review/Bounds",
        "Move the active bound (onset, apex or offset) forward by 1 frame",
    ),
    _spec(
        "nudge_back_5",
        "Bound back 5 frames",
        "Alt+Shift+Left",
        "Review/Bounds",
        "Move the active bound (onset, apex or offset) back by 5 frames",
    ),
    _spec(
        "nudge_forward_5",
        "Bound forward 5 frames",
        "Alt+Shift+Right",
        "Review/Bounds",
        "Move the active bound (onset, apex or offset) forward by 5 frames",
    ),
    *_emotion_specs(),
    _spec("edit_action_units", "Action units…", "A", "Review", "Type action units, for example 4 12L 7B"),
    _spec("pick_action_units", "Choose action units…", "Ctrl+Shift+A", "Review", "Choose from a grid with pictures"),
    _spec("edit_note", "Note…", "Shift+A", "Review", "Type a note"),
    _spec(
        "confidence", "Next confidence", "C", "Review", "Say how sure you are: high, medium, low, not stated, in turn"
    ),
    _choice("confidence", "3", "High", "Review/Confidence", "State that you are sure of this annotation"),
    _choice("confidence", "2", "Medium", "Review/Confidence", "State that you are fairly sure of this annotation"),
    _choice("confidence", "1", "Low", "Review/Confidence", "State that you doubt this annotation"),
    _choice("confidence", "0", "Not stated", "Review/Confidence", "State no confidence in this annotation"),
    _spec(
        "kind",
        "Micro or macro by hand",
        "T",
        "Review",
        "Choose micro or macro yourself, or go back to the computed kind",
        checked="kind",
    ),
    _spec("modifiers", "Modifiers…", "Shift+M", "Review", "Choose modifiers of the coding scheme, such as the side"),
    _spec(
        "coding_scheme",
        "Coding scheme…",
        "",
        "Review/Own tiers",
        "Choose the emotions, modifiers and tiers of this project",
    ),
    _spec("tier_marks", "Marks on own tiers…", "Ctrl+Shift+M", "Review/Own tiers", "List, change and delete the marks"),
    *_tier_specs(),
    *_queue_specs(),
    _spec("finalise", "Finalise video…", "Ctrl+Shift+F", "Review", "State that everything in this video is marked"),
    _spec("reopen", "Reopen video", "", "Review", "Take back the statement that everything in this video is marked"),
    _spec(
        "planted_trials",
        "Planted trials…",
        "",
        "Review",
        "Measure what you see here: small movements are planted among calm places and open proposals, and revealed",
    ),
    _spec("add_annotator", "Add annotator…", "", "Review/Annotators", "Add another annotator, who may work blind"),
    _spec(
        "change_annotator",
        "Change annotator…",
        "",
        "Review/Annotators",
        "Choose who is working; each annotator has a layer of their own",
    ),
    _spec("reveal", "Reveal…", "", "Review/Annotators", "End blind work; the journal records it"),
    _spec("agreement", "Agreement…", "Ctrl+Shift+J", "Review/Annotators", "Show how far two annotators agree"),
    _spec("adjudicate", "Adjudicate…", "Ctrl+J", "Review/Annotators", "Decide where two annotators differ"),
    _spec("analyse", "Start analysis again", "Ctrl+R", "Analysis", "Analyse the video again; verdicts stay"),
    _spec("cancel_analysis", "Cancel analysis", "Ctrl+.", "Analysis", "Stop the analysis; verdicts stay"),
    _spec(
        "analyse_all",
        "Analyse all videos",
        "F5",
        "Analysis",
        "Analyse every video of this project in the background while you review; those that are done are left out",
    ),
    _spec(
        "pause_background",
        "Pause in the background",
        "Shift+F5",
        "Analysis",
        "Let the analysis in the background rest, or go on",
        checked="background_paused",
    ),
    _spec(
        "stop_background",
        "Analyse no more in the background",
        "",
        "Analysis",
        "Take every video off the list of those that wait; what was found stays",
    ),
    _spec(
        "next_face", "Analyse the next face", "Ctrl+Shift+R", "Analysis", "Analyse the next smaller face in this frame"
    ),
    _spec("largest_face", "Analyse the largest face", "", "Analysis", "Go back to the largest face of the video"),
    _spec(
        "model_panel",
        "Model…",
        "M",
        "Analysis",
        "Show the model's card, and how much of the video it can judge",
        checked="model_panel",
    ),
    _spec("choose_model", "Choose model…", "", "Analysis", "Choose the spotting model of the next analysis"),
    _spec(
        "use_classical",
        "Use classical spotter",
        "",
        "Analysis",
        "Analyse with the training-free spotter",
        checked="model=classical",
    ),
    _spec(
        "use_default",
        "Use default model",
        "",
        "Analysis",
        "Analyse with the model that ships with METST",
        checked="model=default",
    ),
    _spec(
        "use_talking",
        "Use the model for people who talk",
        "",
        "Analysis",
        "Analyse with the model that judges brows, nose and mouth apart, for faces that talk and move",
        checked="model=talking",
    ),
    _spec(
        "choose_by_movement",
        "Choose the model by how much the face moves",
        "",
        "Analysis",
        "Both models together where the face rests, the one for people who talk alone where it moves or speaks",
        checked="choose_by_movement",
    ),
    _spec("use_former", "Back to the former model", "", "Analysis", "Analyse with the model that was chosen before"),
    _spec("learn", "Learn from my decisions…", "", "Analysis", "Train a model on what you accepted and rejected"),
    _spec(
        "evaluate",
        "Compare with labels…",
        "",
        "Analysis",
        "Measure how well the analyses of this project agree with labels",
    ),
    _spec(
        "measure_sensitivity",
        "Measure sensitivity",
        "",
        "Analysis",
        "Plant known movements in this run, and count which of them the model finds",
    ),
    _spec("next_error", "Next error", "F8", "Analysis", "Go to the next error of the comparison on the timeline"),
    _spec(
        "previous_error",
        "Previous error",
        "Shift+F8",
        "Analysis",
        "Go to the previous error of the comparison on the timeline",
    ),
    _choice("decoder", "half_max", "Half maximum", "Analysis/Decoder", "Bounds at half height around each peak"),
    _choice("decoder", "anchored", "Anchored", "Analysis/Decoder", "Bounds of usual length around each peak"),
    _choice("decoder", "paper", "As in the paper", "Analysis/Decoder", "Bounds by the rule of the ME-TST paper"),
    _choice("decoder", "prior_guided", "Guided by the curve", "Analysis/Decoder", "Bounds by the rule of BoostingVRME"),
    _choice("synergy", "none", "None", "Analysis/Synergy", "Spotting decides alone; recognition rejects nothing"),
    _choice("synergy", "recognition_led", "Led by recognition", "Analysis/Synergy", "As released: recognition decides"),
    _choice("synergy", "spotting_led", "Led by spotting", "Analysis/Synergy", "As released: spotting decides"),
    _choice(
        "synergy", "paper", "As in the paper", "Analysis/Synergy", "Drop neutral candidates where the face moves a lot"
    ),
    _spec(
        "threshold_lower", "Lower the threshold", "Alt+Down", "Analysis", "More proposals: lower the threshold by 0.01"
    ),
    _spec(
        "threshold_raise", "Raise the threshold", "Alt+Up", "Analysis", "Fewer proposals: raise the threshold by 0.01"
    ),
    _spec(
        "artefact",
        "Start or end an artefact here",
        "Ctrl+D",
        "Analysis",
        "Mark a stretch that is left out of the score's mean, maximum and threshold",
    ),
    _spec("no_artefact", "No artefact here", "Ctrl+Shift+D", "Analysis", "Count the artefact under the playhead again"),
    _spec("key_sheet", "Keys", "?", "Help", "Show every key"),
    _spec("tour", "Tour", "", "Help", "Show the desk in six steps, on the demo clip where no video is open"),
    _spec("manual", "Manual", "F1 Shift+F1", "Help", "Open the manual at the panel in use; it needs no network"),
    _spec(
        "find_command",
        "Find…",
        "Ctrl+Shift+P",
        "Help",
        "Find a command, a word of the glossary or a page of the manual by part of its name",
    ),
    _spec("change_keys", "Change keys…", "", "Help", "Choose other keys for commands"),
    _spec("menus", "Menus by keyboard", "F10", "Help", "Open the menu bar; the arrow keys go through it"),
    _spec("messages", "Messages", "", "Help", "Show the last messages, and where the log file lies"),
    _spec("about", "About METST", "", "Help", "What METST does, what it does not do, and its error rates"),
)


def _portable(key: str) -> str:
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def shown_key(key: str) -> str:
    """The key as the platform writes it."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.NativeText)


def tool_tip(spec: ActionSpec) -> str:
    """What an action does, with its keys."""
    return tr(spec.tip) + (f" ({', '.join(shown_key(key) for key in spec.keys)})" if spec.keys else "")


def menu_path(path: str) -> str:
    """Where an action stands, for people: the names of the menus."""
    return ", ".join(tr(part) for part in path.split("/"))


def check_conflicts(actions: Sequence[ActionSpec]) -> list[str]:
    """One sentence for every key bound twice, id used twice, unreadable key or unknown menu; empty when all is well."""
    problems: list[str] = []
    owners = {_portable(f"Alt+{name[0]}"): f"menu {name}" for name in MENUS}
    ids: set[str] = set()
    for spec in actions:
        if spec.id in ids:
            problems.append(f"The action “{spec.id}” is listed twice.")
        ids.add(spec.id)
        if spec.menu.partition("/")[0] not in MENUS:
            problems.append(f"The action “{spec.id}” names the unknown menu “{spec.menu}”.")
        for key in spec.keys:
            name = _portable(key)
            if not name:
                problems.append(f"The key “{key}” of “{spec.id}” is not a key.")
            elif name in owners:
                problems.append(f"The key {name} is bound to “{owners[name]}” and “{spec.id}”.")
            else:
                owners[name] = spec.id
    return problems


def key_groups(actions: Sequence[ActionSpec] = ACTIONS) -> list[tuple[str, str, str, str]]:
    """Rows of the key sheet in menu order: group, key text, name in the menu, what it does; only actions with a key.

    What it does is empty where the name says it.
    """
    rows = sorted((spec for spec in actions if spec.keys), key=lambda spec: MENUS.index(spec.menu.partition("/")[0]))
    return [
        (tr(spec.menu.partition("/")[0]), "  ".join(map(shown_key, spec.keys)), name, "" if name == tip else tip)
        for spec, name, tip in ((one, tr(one.text).rstrip("…"), tr(one.tip)) for one in rows)
    ]
