"""A Postgres on a disk of its own, which can be full."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Self

from tests.e2e.servers import Guard, Postgres
from tests.waiting import until

DISK_MB = 2_500
"""Of memory, as far as it is used."""
RECOVERS_S = 60.0
POLL_S = 0.5


class OwnDisk(Postgres):
    """Where nobody may mount one (`mounted` tells), it is as any other, and is never full."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard)
        self.mounted = False

    async def __aenter__(self) -> Self:
        if os.geteuid() == 0:
            owner = self.folder.stat()
            options = f"size={DISK_MB}m,mode=700,uid={owner.st_uid},gid={owner.st_gid}"
            mount = ["mount", "-t", "tmpfs", "-o", options, "sinergi-chaos", str(self.folder)]
            self.mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        await super().__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.runs:
            self.kill()
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        shutil.rmtree(self.folder)

    def fill(self) -> None:
        """Nothing more goes on it."""
        disk = os.statvfs(self.folder)
        used_kb = (disk.f_blocks - disk.f_bfree) * disk.f_frsize >> 10
        # Not less than is used by the time that it is heard.
        self._size(f"{used_kb + 1024}k")

    def free(self) -> None:
        """There is room again."""
        self._size(f"{DISK_MB}m")

    def _size(self, to: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={to}", str(self.folder)], check=True)

    async def recovers(self) -> bool:
        """Whether it goes on by itself, as it does when it meets a full disk in the middle."""
        try:
            await until(self._settled, "Postgres to answer or to end", RECOVERS_S, POLL_S)
        except TimeoutError:
            return False
        return self.runs

    async def _settled(self) -> bool:
        return not self.runs or await self._answers()

    @property
    def runs(self) -> bool:
        """Whether its first process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> Path:
        return self.folder / "log"
