"""Sound: on or off, how loud, and what is said where there is none."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.language import mark, tr
from metst_gui.picture.speaker import STEP
from metst_gui.picture.transport import Transport
from metst_gui.playback.audio import AudioPlayer
from metst_gui.widgets import theme as themes

MISSING = {
    "device": mark(
        "No sound device was found, so the video plays silently; turn the sound off and on to look for one again."
    ),
    "package": mark("The package miniaudio is not installed, so the video plays silently: pip install miniaudio"),
}


class SoundControl(QObject):
    """Connects the player of the sound, its settings and the speaker of the play bar.

    Attributes:
        audio: the player.
    """

    def __init__(self, desk: Desk, book: CommandBook, transport: Transport) -> None:
        super().__init__(transport)
        self._desk = desk
        self._transport = transport
        self.audio = AudioPlayer(desk.playback, self)
        self._use()
        self.audio.changed.connect(self._on_audio)
        desk.settings.changed.connect(self._use)
        desk.theme.changed.connect(self._show)
        desk.session.opened.connect(self.audio.set_source)
        desk.closing.connect(self.audio.shutdown)
        transport.speaker.clicked.connect(book.actions["sound"].trigger)
        transport.speaker.volume_chosen.connect(self.set_volume)
        book.bind(
            {
                "sound": self.toggle,
                "louder": partial(self.change_volume, STEP),
                "quieter": partial(self.change_volume, -STEP),
            }
        )

    def toggle(self) -> None:
        """Hear the sound, or not."""
        sound = not self._desk.settings.value.sound
        self._desk.settings.update(sound=sound)
        self._desk.say(tr("Sound is heard from 1/4× to 2×, where there is any.") if sound else tr("Sound is off."))

    @Slot(int)
    def set_volume(self, percent: int) -> None:
        """Play at a volume (percent); whoever changes it wants to hear it."""
        self._desk.settings.update(volume=percent, sound=True)

    def change_volume(self, step: int) -> None:
        """Play louder or quieter by percent; louder switches the sound on."""
        settings = self._desk.settings.value
        volume = min(max(settings.volume + step, 0), 100)
        self._desk.settings.update(volume=volume, sound=settings.sound or step > 0)
        self._desk.say(tr("The volume is {percent} %.", percent=self._desk.settings.value.volume))

    @Slot()
    def _use(self) -> None:
        settings = self._desk.settings.value
        self.audio.set_volume(settings.volume)
        self.audio.set_enabled(settings.sound)
        self._show()

    @Slot()
    def _on_audio(self) -> None:
        if self.audio.missing:
            self._desk.say(tr(MISSING[self.audio.missing]))
        self._show()

    @Slot()
    def _show(self) -> None:
        settings, audio = self._desk.settings.value, self.audio
        heard = settings.sound and audio.has_sound and not audio.missing and settings.volume > 0
        theme = themes.named(self._desk.theme.name)
        self._transport.speaker.show_state(theme, heard=heard, volume=settings.volume, tip=self._tip())

    def _tip(self) -> str:
        settings = self._desk.settings.value
        if not settings.sound:
            return tr("Sound is off")
        if self.audio.missing:
            return tr(MISSING[self.audio.missing])
        if self._desk.session.info is not None and not self.audio.has_sound:
            return tr("This video has no sound")
        return tr("Sound is heard from 1/4× to 2×, at its own pitch; volume {percent} %", percent=settings.volume)
