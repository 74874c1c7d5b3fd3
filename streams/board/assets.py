"""What pages load: scripts and styles of ours, Leaflet, and what of the catalog never changes while it runs.

One hash over all of it stands in every address, so a browser may keep what it has for ever, and modules
can name each other as they lie.
"""

import gzip
import hashlib
import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response
from xstatic.pkg import leaflet

from schemas.catalog.models import Catalog
from streams.board.names import areas_of, names_of
from streams.http.faults import Fault

_LEAFLET = ("leaflet.js", "leaflet.css")
_FOR_EVER = "public, max-age=31536000, immutable"
_HASH_LETTERS = 12
_PACKED_FROM = 1_024


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; `packed` by gzip where that is worth it."""

    body: bytes
    packed: bytes | None
    media_type: str


class Assets:
    """All of them, in memory."""

    def __init__(self, catalog: Catalog) -> None:
        found = dict(sorted(_files(catalog)))
        whole = hashlib.sha256(b"".join(name.encode() + b"\0" + body for name, body in found.items()))
        self._root = f"/static/{whole.hexdigest()[:_HASH_LETTERS]}"
        self._assets: Mapping[str, Asset] = {
            f"{self._root}/{name}": _asset(name, body) for name, body in found.items()
        }

    def url(self, name: str) -> str:
        """Where a page finds it. Raises KeyError."""
        address = f"{self._root}/{name}"
        self._assets[address]
        return address

    def router(self) -> APIRouter:
        """`/static/HASH/...`; anybody may have it."""
        routes = APIRouter(include_in_schema=False)

        @routes.get("/static/{path:path}")
        async def asset(request: Request) -> Response:
            found = self._assets.get(request.url.path)
            if found is None:
                raise Fault(404, "not_found", what=request.url.path)
            headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
            if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
                return Response(
                    found.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=found.media_type
                )
            return Response(found.body, headers=headers, media_type=found.media_type)

        return routes


def _files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    yield from _below(files("streams.board") / "static", "")
    for name in _LEAFLET:
        yield f"leaflet/{name}", (files(leaflet) / "data" / name).read_bytes()
    yield "names.json", _json(names_of(catalog))
    yield "areas.json", _json(areas_of(catalog))


def _below(folder: Traversable, within: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{within}{entry.name}/")
        else:
            yield f"{within}{entry.name}", entry.read_bytes()


def _asset(name: str, body: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml", "application/javascript")
    packed = gzip.compress(body, mtime=0) if text and len(body) >= _PACKED_FROM else None
    return Asset(body, packed, f"{kind}; charset=utf-8" if text else kind)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
