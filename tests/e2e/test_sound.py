"""The speaker of the play bar: on, off, how loud, and why nothing is heard."""

from PySide6.QtCore import Qt

from tests.kit.windows import open_and_analyse


def test_the_speaker_tells_what_is_heard(qtbot, desk, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    control, speaker, settings = window.features.sound, window.transport.speaker, window.desk.settings
    assert speaker.toolTip() == "This video has no sound"
    qtbot.mouseClick(speaker, Qt.MouseButton.LeftButton)
    assert not settings.value.sound
    assert speaker.toolTip() == "Sound is off"
    qtbot.mouseClick(speaker, Qt.MouseButton.LeftButton)
    assert settings.value.sound
    for _ in range(3):
        qtbot.keyClick(window.video, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert settings.value.volume == 70
    settings.update(sound=False)
    qtbot.keyClick(window.video, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert not settings.value.sound, "quieter switches nothing on"
    qtbot.keyClick(window.video, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert (settings.value.sound, settings.value.volume) == (True, 70)
    control.audio.has_sound = True
    control.audio.changed.emit()
    assert "70 %" in speaker.toolTip()
    qtbot.keyClick(window.video, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert settings.value.volume == 80
    control.audio.missing = "device"
    control.audio.changed.emit()
    assert speaker.toolTip().startswith("No sound device was found")
    assert window.messages.history[-1][1] == speaker.toolTip()
