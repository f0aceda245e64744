"""More like this: a list with faces, and a click goes there."""

from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse


def test_movements_like_the_selected_one_are_listed_and_gone_to(desk, qtbot, clip) -> None:
    window = desk("with_movements")
    open_and_analyse(window, qtbot, clip)
    model = window.desk
    assert not window.book.actions["more_like_this"].isEnabled()
    first, *others = model.document.view.proposals
    model.tour.select("proposal", first.id)
    window.book.actions["more_like_this"].trigger()
    dialog = window.features.similar.dialog
    qtbot.waitUntil(lambda: model.similar.found is not None, timeout=TIMEOUT)
    found = model.similar.found
    assert found.asked is not None
    assert found.compared + found.unmeasured == len(others)
    assert dialog.list.count() == len(found.found) > 0
    assert found.found[0].movement.id == others[1].id, "the other one of the brow"
    assert "left brow up" in dialog.asked.text()
    assert "left brow up" in dialog.list.item(0).text()
    assert "Compared with" in dialog.method.text()
    pictures = []
    window.features.similar._faces.ready.connect(lambda _key, faces: pictures.append(len(faces)))
    qtbot.waitUntil(lambda: len(pictures) >= 1 or not dialog.list.item(0).icon().isNull(), timeout=TIMEOUT)
    dialog.list.itemClicked.emit(dialog.list.item(0))
    assert model.selection.item.id == found.found[0].movement.id
    assert model.playback.frame == found.found[0].movement.apex
    model.document.view.veil(True, frame=0)
    assert model.similar.found is None
    assert dialog.list.count() == 0
