"""Photos under their hash in a folder or bucket, each with what is known of it beside it. Calls block.

`ab/cd/<sha256>.jpg` is written before `ab/cd/<sha256>.json`: where the second is, both are whole.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import fsspec
from fsspec.implementations.local import LocalFileSystem

from sinks.photo_store_error import PhotoStoreError
from sinks.whole_file import UNFINISHED, write_whole

T = TypeVar("T")

PROBE = ".writable"


class PhotoStore:
    """At an address that fsspec knows. Raises `ValueError`, or `ImportError` if a package is missing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._files, root = fsspec.url_to_fs(url)
        self._root = str(root).rstrip("/")

    def check(self) -> None:
        """That it can be written to. Raises `PhotoStoreError`."""
        _asked(lambda: self._write(f"{self._root}/{PROBE}", b""))

    def put(self, sha256: str, image: bytes, known: bytes) -> None:
        """Keep a photo. One that is there stays, with what was known of it. Raises `PhotoStoreError`."""
        _asked(lambda: self._put(sha256, image, known))

    def image(self, sha256: str) -> bytes | None:
        """Its pixels, if it is there. Raises `PhotoStoreError`."""
        return _asked(lambda: self._read(self._place(sha256, "jpg")))

    def known(self, sha256: str) -> bytes | None:
        """What is known of it, if it is there. Raises `PhotoStoreError`."""
        return _asked(lambda: self._read(self._place(sha256, "json")))

    def remove(self, sha256: str) -> bool:
        """Keep it no more; whether it was there. Raises `PhotoStoreError`."""
        # What is known of it goes first: where that is, both must be whole.
        removed = [_asked(partial(self._remove, self._place(sha256, kind))) for kind in ("json", "jpg")]
        return any(removed)

    def older_than(self, moment: datetime) -> list[str]:
        """Hashes of those that were put before that moment, the oldest first. Raises `PhotoStoreError`."""
        return _asked(lambda: self._older_than(moment))

    def remove_unfinished(self, moment: datetime) -> None:
        """What was begun before that moment by who was killed meanwhile. Raises `PhotoStoreError`."""
        for place in _asked(lambda: self._put_before(moment, UNFINISHED)):
            _asked(partial(self._remove, place))

    def _older_than(self, moment: datetime) -> list[str]:
        places = self._put_before(moment, ".jpg")
        return [place.rpartition("/")[2].removesuffix(".jpg") for place in places]

    def _put_before(self, moment: datetime, ending: str) -> list[str]:
        if not self._is_there(self._root):
            return []
        # A folder that may not be looked into is not an empty one. Buckets raise such errors by themselves.
        strict = {"on_error": "raise"} if isinstance(self._files, LocalFileSystem) else {}
        places = [place for place in self._files.find(self._root, **strict) if place.endswith(ending)]
        put = sorted((self._files.modified(place), place) for place in places)
        return [place for at, place in put if at < moment]

    def _remove(self, place: str) -> bool:
        there = self._is_there(place)
        if there:
            self._files.rm_file(place)
        return there

    def _is_there(self, place: str) -> bool:
        """`exists` of fsspec takes any error for a no."""
        try:
            self._files.info(place)
        except FileNotFoundError:
            return False
        return True

    def _put(self, sha256: str, image: bytes, known: bytes) -> None:
        beside = self._place(sha256, "json")
        if not self._is_there(beside):
            self._write(self._place(sha256, "jpg"), image)
            self._write(beside, known)

    def _place(self, sha256: str, kind: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256[2:4]}/{sha256}.{kind}"

    def _write(self, place: str, content: bytes) -> None:
        if isinstance(self._files, LocalFileSystem):
            write_whole(Path(place), content)
        else:
            self._files.pipe_file(place, content)

    def _read(self, place: str) -> bytes | None:
        try:
            return bytes(self._files.cat_file(place))
        except FileNotFoundError:
            return None


def _asked(work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as error:
        # Each kind of store has errors of its own.
        raise PhotoStoreError(f"{type(error).__name__}: {error}") from error
