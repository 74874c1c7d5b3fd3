"""Who takes part, and an environment of its own for each: made when it is missing or pinned otherwise."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
PEERS = Path(__file__).with_name("peers.toml")


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of a `peers.toml`."""

    name: str
    module: str
    requires: tuple[str, ...] = ()
    share: float = 1.0
    commits: str | None = None
    holds: bool = True
    environment: str | None = None
    """Its name, if it is not the peer's."""
    package: str = "tests.bench.engine.peers"

    @property
    def folder(self) -> Path:
        """Of its environment."""
        return CHECKOUT / f".venv-bench-{re.sub('[^a-z]+', '-', (self.environment or self.name).lower())}"

    @property
    def command(self) -> tuple[str, ...]:
        """What runs it."""
        python = str(self.folder / "bin/python") if self.requires else sys.executable
        return (python, "-m", f"{self.package}.{self.module}")


def peers(file: Path = PEERS) -> Mapping[str, Peer]:
    """All of them, in their order."""
    rows = tomllib.loads(file.read_text()).items()
    return {name: Peer(name, **{**row, "requires": tuple(row.get("requires", ()))}) for name, row in rows}


def furnish(peer: Peer) -> None:
    """Make the peer's environment, unless it is there as it should be."""
    held = peer.folder / "requires.txt"
    wanted = "\n".join(peer.requires)
    if not peer.requires or (held.exists() and held.read_text() == wanted):
        return
    uv = shutil.which("uv", path=Path(sys.executable).parent) or "uv"
    venv = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(peer.folder)]
    subprocess.run(venv, check=True)
    python = str(peer.folder / "bin/python")
    install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *peer.requires]
    subprocess.run(install, check=True)
    held.write_text(wanted)
