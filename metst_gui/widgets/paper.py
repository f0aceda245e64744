"""Prints HTML as a PDF: by Qt's text documents, which need no browser."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from engine.messages import Said

# Of the words; drawings are pictures of their own.
DPI = 600
# Qt counts the px of a document at this many an inch, whatever it is painted on.
CSS_DPI = 96
MARGIN_CM = 2.0
# A heading stays with at least this much of what follows it.
KEPT_CM = 3.0
FOOT_PT = 8.0


def print_apart(html: str, target: Path) -> None:
    """`print_html` in a process that has no application yet; it needs no screen for that."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication([])
    try:
        print_html(html, target)
    finally:
        del application


def print_html(html: str, target: Path) -> None:
    """Print on A4 pages, with title and page number at their foot.

    Not in a thread of the window: Qt lays out without letting Python go, with fonts that the window paints with.

    Args:
        html: what Qt's text documents know of it: tables, headings, ``data:`` pictures.
        target: the PDF, replaced where it exists.

    Raises:
        OSError: it cannot be written.
    """
    target.open("wb").close()  # says why it cannot be written, which Qt does not
    writer = QPdfWriter(str(target))
    writer.setCreator("METST")
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(html)
    title = document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(title)
    frame = document.rootFrame().frameFormat()
    frame.setMargin(MARGIN_CM / 2.54 * CSS_DPI)
    document.rootFrame().setFrameFormat(frame)
    page = QSizeF(writer.width(), writer.height())
    document.setPageSize(page)
    _keep_headings(document, page.height())
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(5, Said("the place cannot be written"))
    try:
        _paint(document, painter, writer, title)
    finally:
        painter.end()


def _paint(document: QTextDocument, painter: QPainter, writer: QPdfWriter, title: str) -> None:
    pages, page = document.pageCount(), document.pageSize()
    context = QAbstractTextDocumentLayout.PaintContext()
    margin = MARGIN_CM / 2.54 * DPI
    foot = document.defaultFont()
    foot.setPointSizeF(FOOT_PT)
    for number in range(pages):
        if number:
            writer.newPage()
        view = QRectF(0, number * page.height(), page.width(), page.height())
        painter.save()
        painter.translate(0, -view.top())
        painter.setClipRect(view)
        context.clip = view
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(foot)
        line = QRectF(margin, page.height() - 0.8 * margin, page.width() - 2 * margin, 0.5 * margin)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"{number + 1} / {pages}")


def _keep_headings(document: QTextDocument, page: float) -> None:
    """Begin a page before each heading that would stand alone at the foot of one, or with half of its pictures."""
    block, kept = document.begin(), KEPT_CM / 2.54 * DPI
    while block.isValid():
        following = _after_headings(block)
        if block.blockFormat().headingLevel() and following.isValid():
            layout = document.documentLayout()
            top, next_ = layout.blockBoundingRect(block).top(), layout.blockBoundingRect(following)
            bottom = max(next_.top() + min(next_.height(), kept), _row_bottom(following), top)
            if int(top // page) != int(bottom // page):
                QTextCursor(block).mergeBlockFormat(_new_page())
                # Qt loses sight of blocks behind tables when it lays out only what is behind the change.
                document.markContentsDirty(0, document.characterCount())
        block = block.next()


def _row_bottom(block: QTextBlock) -> float:
    """Lower edge of the table of one row that a block is in: pictures stay with their captions. 0: it is in none."""
    table = QTextCursor(block).currentTable()
    if table is None or table.rows() != 1:
        return 0.0
    # The edge itself is the first line of the next page.
    return block.document().documentLayout().frameBoundingRect(table).bottom() - 1


def _after_headings(block: QTextBlock) -> QTextBlock:
    """The first block after it that holds something and is no heading."""
    following = block.next()
    while following.isValid() and (following.blockFormat().headingLevel() or not following.text()):
        following = following.next()
    return following


def _new_page() -> QTextBlockFormat:
    found = QTextBlockFormat()
    found.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return found
