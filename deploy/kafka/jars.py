"""Kafka itself and its tools: jars from Maven Central, and how Java is told to run them."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.kafka.errors import CommandError
from deploy.kafka.programs import run

HERE = Path(__file__).parent
_LIBS = HERE / "libs"
_SUMS = HERE / "jars.sha256"
_FETCH_DEADLINE_S = 600


def fetch() -> None:
    """Have the jars of pom.xml in libs/, by Maven if they are not there. Raises `CommandError`.

    Maven compares them with what the repository says of them, we with what they were when they were chosen.
    """
    here = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(here, fcntl.LOCK_EX)
        complete = _LIBS / ".complete"
        written = max(file.stat().st_mtime for file in (HERE / "pom.xml", _SUMS))
        if complete.exists() and complete.stat().st_mtime > written:
            return
        sys.stderr.write("kafka: fetching Kafka by Maven (once)\n")
        shutil.rmtree(_LIBS, ignore_errors=True)
        _copy_dependencies()
        compare(_LIBS, _SUMS)
        complete.touch()
    finally:
        os.close(here)


def compare(folder: Path, sums: Path) -> None:
    """That a folder has the jars of a list of `sha256sum`, and no others. Raises `CommandError`."""
    wanted = {name: digest for digest, name in map(str.split, sums.read_text(encoding="ascii").splitlines())}
    found = {jar.name: _digest(jar) for jar in folder.glob("*.jar")}
    if differ := sorted(name for name, _ in wanted.items() ^ found.items()):
        raise CommandError(f"not what {sums.name} says: {', '.join(dict.fromkeys(differ))}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def java(log: Path, *arguments: str) -> list[str]:
    """A command that runs a class of the jars and logs to a file, which tells whose process it is too."""
    settings = [f"-Dkafka.log={log}", f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"]
    return ["java", *settings, "-cp", f"{_LIBS}/*", *arguments]


def tool(log: Path, *arguments: str, said: str = "", folder: Path | None = None) -> str:
    """What one of Kafka's tools answers. Raises `CommandError`.

    A JVM that lives for a second is faster without its big compiler and collector.
    """
    command, *rest = java(log, *arguments)
    return run(command, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *rest, said=said, folder=folder)


def _copy_dependencies() -> None:
    maven = ["mvn", "--quiet", "--batch-mode", "--strict-checksums", "--file", str(HERE / "pom.xml")]
    try:
        subprocess.run(  # noqa: S603  (our own words, and no shell)
            [*maven, "dependency:copy-dependencies"], stdout=sys.stderr, timeout=_FETCH_DEADLINE_S, check=True
        )
    except FileNotFoundError as error:
        raise CommandError("mvn is missing (on Debian .ci/install-system installs it)") from error
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise CommandError("Maven could not fetch Kafka") from error
