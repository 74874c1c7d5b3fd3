"""A Postgres on a disk of its own, which can be filled up."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.e2e.servers import Guard, Postgres

DISK_MB = 2_500
"""Of memory that is taken only while it is full."""


class OwnDisk(Postgres):
    """Where nobody may mount one (`mounted` tells), it is as any other, and is never full."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard)
        self.mounted = False
        self._ballast = self._folder / "ballast"

    async def __aenter__(self) -> Self:
        if os.geteuid() == 0:
            owner = self._folder.stat()
            options = f"size={DISK_MB}m,mode=700,uid={owner.st_uid},gid={owner.st_gid}"
            mount = ["mount", "-t", "tmpfs", "-o", options, "sinergi-chaos", str(self._folder)]
            self.mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        await super().__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.runs:
            self.kill()
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self._folder)], check=True)
        shutil.rmtree(self._folder)

    def fill(self) -> None:
        """Take all that is left."""
        free = os.statvfs(self._folder)
        with self._ballast.open("wb", buffering=0) as file:
            with suppress(OSError):  # Postgres takes of it meanwhile.
                os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
            with suppress(OSError):
                file.seek(0, os.SEEK_END)
                while True:
                    file.write(bytes(4096))

    def free(self) -> None:
        """Give it back."""
        self._ballast.unlink(missing_ok=True)

    async def settled(self) -> bool:
        """Whether it takes connections, or has ended."""
        return not self.runs or await self._answers()

    @property
    def port(self) -> int:
        return self._port

    @property
    def runs(self) -> bool:
        """Whether its first process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> Path:
        return self._folder / "log"
