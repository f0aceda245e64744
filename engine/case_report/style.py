"""How a report looks: in a browser, in the drawing of a curve, and on paper."""

import base64

from markupsafe import Markup

# Of the drawing of a curve.
DRAWING = """
.frame{fill:#fff;stroke:#999}.gap{fill:#ddd}.mark{fill:#2b6cb0;fill-opacity:.22;stroke:#2b6cb0}.apex{stroke:#2b6cb0}
.curve{fill:none;stroke:#a11;stroke-width:1}.number{font-size:11px;text-anchor:middle}.rejected{fill:#777}
.scale{font-size:10px;text-anchor:end}.tick{font-size:10px}
.first{text-anchor:start}.middle{text-anchor:middle}.last{text-anchor:end}
"""
SCREEN = f"""
body{{font:15px/1.5 system-ui,sans-serif;max-width:1080px;margin:2em auto;padding:0 1em;color:#1c1c1c;background:#fff}}
h1{{font-size:1.6em}}h2{{margin-top:2em;border-top:1px solid #bbb;padding-top:.6em}}h4{{margin:1.6em 0 .3em}}
code{{font-size:.9em;word-break:break-all}}
table{{border-collapse:collapse;width:100%;margin:.6em 0}}
td,th{{border:1px solid #ccc;padding:.25em .5em;text-align:left;vertical-align:top}}th{{background:#f2f2f2}}
th:first-child{{width:11em}}.grid th,.grid td{{width:auto;font-variant-numeric:tabular-nums}}
.faces{{table-layout:fixed;margin:.3em 0}}.faces td{{border:0;padding:0 .5em 0 0}}
.faces img{{width:100%;max-width:320px}}
.caption{{font-size:.85em;margin:.1em 0 .4em;color:#444}}.drawn img{{outline:3px solid #8a5a00;outline-offset:-3px}}
.statement{{border:2px solid #8a5a00;background:#fff7e6;padding:.6em 1em}}svg{{width:100%;height:auto}}
@media print{{body{{font-size:12px;max-width:none;margin:0}}tr,.faces,svg{{break-inside:avoid}}
h2,h3,h4{{break-after:avoid}}th{{background:none}}}}
{DRAWING}"""
# What Qt's text documents know of style sheets.
PAPER = """
body{font-family:sans-serif;font-size:9pt;color:#1c1c1c}
h1{font-size:17pt}h2{font-size:13pt;margin-top:18px}h3{font-size:11pt;margin-top:12px}
h4{font-size:10pt;margin-top:12px}
table{border-collapse:collapse;margin-top:4px;margin-bottom:6px}
td,th{border:1px solid #cccccc;padding:2px 5px;text-align:left;vertical-align:top}
th{background-color:#f2f2f2;font-weight:normal}
.faces td{border:0px;padding:0px 4px 0px 0px}.caption{font-size:8pt;color:#444444}
.statement{background-color:#fff7e6}code{font-size:8pt}
"""
# A drawing is printed at this many px of its own width: 450 dpi on A4.
DRAWN_PX = 3000


def as_picture(svg: str, width: int, height: int) -> Markup:
    """A drawing (``<svg viewBox=...>`` of that size) as an ``<img>`` that fills the width of A4 paper."""
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='{DRAWN_PX}' height='{DRAWN_PX * height // width}' "
    # As plain text: a markup would escape what is put in.
    whole = str.__str__(svg).replace("<svg ", head, 1).replace(">", f"><style>{DRAWING}</style>", 1)
    data = base64.b64encode(whole.encode("utf-8", "replace")).decode("ascii")
    # Only digits and the letters of base64 are put in.
    size = f"width='{PAPER_PX}' height='{PAPER_PX * height // width}'"
    return Markup(f"<img src='data:image/svg+xml;base64,{data}' {size}>")  # noqa: S704


# Width of the text on A4 with margins of 2 cm, in px of 96 dpi, and of one of four pictures beside each other.
PAPER_PX, BESIDE_PX = 640, 152
