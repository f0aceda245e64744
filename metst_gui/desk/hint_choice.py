"""What a project said about exports of emotions that nobody set or confirmed."""

from typing import Literal

# Key of the answer among the settings of a project.
SETTING = "unconfirmed_emotions"
Choice = Literal["without", "marked"]
CHOICES: tuple[Choice, ...] = ("without", "marked")
