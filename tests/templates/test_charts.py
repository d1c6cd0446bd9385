"""Pictures of numbers: what is sent of them is what is seen."""

from xml.etree import ElementTree

from templates.charts import SVG, slim

DRAWN = f"""<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" class="marks" viewBox="0 0 370 425">
<g class="mark-rect" role="graphics-object" aria-hidden="true" pointer-events="none">
<path d="M77.14285714285714,18h-115.71428571428572v10Z" fill="var(--bar-2)"/>
<path d="M0,0" display="none"/></g>
<text font-family="Source Sans 3" font-size="13px">class="x" &amp; 12.3456 &lt;c&gt;</text></svg>"""


def test_a_picture_is_sent_without_what_nobody_sees_of_it() -> None:
    sent = ElementTree.fromstring(slim(DRAWN))  # noqa: S314 - written above
    told = [(one.tag.removeprefix(f"{{{SVG}}}"), one.attrib) for one in sent.iter()]
    assert told == [
        ("svg", {"viewBox": "0 0 370 425"}),
        ("g", {}),
        ("path", {"d": "M77.1,18h-115.7v10Z", "fill": "var(--bar-2)"}),
        ("text", {"font-size": "13px"}),
    ]
    assert sent.findtext(f"{{{SVG}}}text") == 'class="x" & 12.3456 <c>'
