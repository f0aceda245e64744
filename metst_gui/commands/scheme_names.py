"""Names of the commands that the coding scheme of a project gives their meaning."""

from engine.coding_scheme import WITH_KEY, CodingScheme
from metst_gui.commands.book import CommandBook
from metst_gui.language import tr


def name_emotions(book: CommandBook, scheme: CodingScheme) -> None:
    """Let the commands of the digits say which emotion they set; those without one are not shown."""
    for digit in range(1, WITH_KEY + 1):
        there = digit <= len(scheme.emotions)
        value = scheme.emotions[digit - 1] if there else ""
        label = tr(value) if there else ""
        tip = tr("Set the emotion “{label}”", label=label)
        book.rename(f"emotion_{digit}", tr("Emotion: {label}", label=label), tip, value=value)
        book.actions[f"emotion_{digit}"].setVisible(there)
        accept = f"accept_emotion_{digit}"
        if accept in book.actions:
            tip = tr("Set the emotion “{label}”, accept and go to the next proposal", label=label)
            book.rename(accept, tr("Accept as {label}", label=label), tip)
            book.actions[accept].setVisible(there)


def name_tiers(book: CommandBook, scheme: CodingScheme) -> None:
    """Let the commands of the tiers say which tier they mark on; those without one are not shown."""
    for number in range(1, WITH_KEY + 1):
        action = book.actions[f"tier_{number}"]
        there = number <= len(scheme.tiers)
        # Without a tier the first stays, so that its reason tells where tiers come from.
        action.setVisible(there or number == 1)
        tier = scheme.tiers[number - 1] if there else None
        if tier is None:
            name = tr("Tier {number}", number=number)
            tip = tr("Mark on this tier of the coding scheme: a point, or where an interval begins and ends")
        else:
            name = tr("Mark: {tier}", tier=tier.name)
            point = tr("Mark a point on “{tier}”", tier=tier.name)
            span = tr("Begin an interval on “{tier}”, or end it", tier=tier.name)
            tip = point if tier.kind == "point" else span
        book.rename(f"tier_{number}", name, tip)
