"""The process of one broker: started, found again, ended."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.kafka.errors import CommandError
from deploy.kafka.jars import java

START_DEADLINE_S = 120.0
_KILL_DEADLINE_S = 10.0
_POLL_S = 0.05
_STARTED = "Kafka Server started"
_LAST_WORDS = 15


def command(home: Path, options: Sequence[str]) -> list[str]:
    """What runs a broker, inside its home, with options of Java."""
    program, *rest = java(home / "broker.log", "kafka.Kafka", "server.properties")
    return [program, *options, "-XX:+ExitOnOutOfMemoryError", *rest]


def running(home: Path) -> int | None:
    """The id of the process of a home, None if it does not run.

    It is believed only if that process was started for this home: ids are used again after a restart.
    """
    try:
        pid = int((home / "broker.pid").read_text())
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid if os.fsencode(f"-Dkafka.log={home / 'broker.log'}") in arguments else None


def launch(home: Path, options: Sequence[str]) -> None:
    """Start in the background, in a session of its own: Ctrl-C at the terminal is for the caller."""
    with (home / "console.log").open("wb") as console:
        process = subprocess.Popen(  # noqa: S603  (our own words, and no shell)
            command(home, options),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            cwd=home,
            start_new_session=True,
        )
    (home / "broker.pid").write_text(f"{process.pid}\n")
    # For a moment behind its exec a process has no arguments to be known by.
    while running(home) is None and process.poll() is None:
        time.sleep(_POLL_S / 10)


def forget_console(home: Path) -> None:
    """What one in the background said is not of the one that runs now."""
    (home / "console.log").unlink(missing_ok=True)


def wait_until_serving(homes: Sequence[Path]) -> None:
    """Wait until the controller lets each of them serve; before that a broker takes only connections.

    One in the foreground says that elsewhere, and is not waited for. Raises `CommandError` with its last
    words if one ends or takes longer than `START_DEADLINE_S`.
    """
    deadline = time.monotonic() + START_DEADLINE_S
    for home in homes:
        console = home / "console.log"
        while console.exists() and _STARTED not in console.read_text(errors="replace"):
            if running(home) is None:
                raise CommandError(f"{home.name} ended while starting\n{_last_words(home)}")
            if time.monotonic() > deadline:
                raise CommandError(
                    f"{home.name} serves not within {START_DEADLINE_S:.0f} s\n{_last_words(home)}"
                )
            time.sleep(_POLL_S)


def end(homes: Sequence[Path]) -> None:
    """Ask all of them to stop (SIGTERM)."""
    _send(homes, signal.SIGTERM)


def kill(homes: Sequence[Path]) -> None:
    """SIGKILL to all of them; wait until they are gone. Raises `CommandError` if they do not go."""
    _send(homes, signal.SIGKILL)
    if left := outlast(homes, _KILL_DEADLINE_S):
        raise CommandError(f"{', '.join(home.name for home in left)} outlived SIGKILL")


def outlast(homes: Sequence[Path], within_s: float, hoping: Callable[[], bool] = lambda: True) -> list[Path]:
    """Those that run still, after so long, or when there is nothing to hope for."""
    deadline = time.monotonic() + within_s
    while (left := [home for home in homes if running(home)]) and time.monotonic() < deadline and hoping():
        time.sleep(_POLL_S)
    return left


def _send(homes: Sequence[Path], number: signal.Signals) -> None:
    for home in homes:
        if pid := running(home):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue  # It ended by itself at this moment.


def _last_words(home: Path) -> str:
    logs = [home / "console.log", home / "broker.log"]
    lines = [line for log in logs if log.exists() for line in log.read_text(errors="replace").splitlines()]
    return "\n".join(lines[-_LAST_WORDS:])
