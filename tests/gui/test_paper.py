"""Pages of a PDF: what belongs together is on one."""

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument, QTextTable

from metst_gui.widgets.paper import _keep_headings

pytestmark = pytest.mark.usefixtures("qapp")
PAGE = 700.0


@pytest.mark.parametrize("lines", range(24, 36, 2))
def test_pictures_stay_with_their_captions_and_their_heading(lines: int) -> None:
    document = QTextDocument()
    row = "<tr><td><p>picture</p>" + "<p>picture</p>" * 6 + "<p>caption</p></td></tr>"
    document.setHtml(f"{'<p>text</p>' * lines}<h4>Ann, no. 1</h4><table>{row}</table><p>after</p>")
    document.setPageSize(QSizeF(500, PAGE))
    _keep_headings(document, PAGE)
    layout = document.documentLayout()
    (table,) = (one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable))
    place = layout.frameBoundingRect(table)
    heading = layout.blockBoundingRect(document.find("Ann, no. 1").block())
    assert heading.top() // PAGE == place.top() // PAGE == (place.bottom() - 1) // PAGE
