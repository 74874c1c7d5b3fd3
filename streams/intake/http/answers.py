"""JSON, or XML if the path ends with `.xml`: `text/xml`, as GeoReport v2 wants it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Request, Response

Field: TypeAlias = "str | int | float | bool | Sequence[Field] | Mapping[str, Field] | None"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(
    request: Request,
    content: Sequence[Field] | Mapping[str, Field],
    *,
    root: str,
    item: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content as the caller asked for it; XML has it within `root`, each of a list within `item`."""
    if request.url.path.endswith(".xml"):
        body, media_type = to_xml(content, root=root, item=item), "text/xml; charset=utf-8"
    else:
        body, media_type = json.dumps(content, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    return Response(body, status, headers=dict(headers or {}), media_type=media_type)


def to_xml(content: Field, *, root: str, item: str = "") -> bytes:
    """Plain content as XML: fields become elements, absent ones empty elements."""
    element = Element(root)
    _fill(element, content, item)
    body: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return body


def _fill(element: Element, content: Field, item: str) -> None:
    match content:
        case None:
            return
        case bool():
            element.text = "true" if content else "false"
        case str():
            element.text = of_xml(content)
        case int() | float():
            element.text = str(content)
        case Mapping():
            for name, value in content.items():
                _fill(SubElement(element, name), value, name.removesuffix("s"))
        case _:
            for value in content:
                _fill(SubElement(element, item), value, item)


def of_xml(text: str) -> str:
    """The letters of a text that XML 1.0 has: of the control characters only three."""
    return _NOT_XML.sub("", text)
