"""For workers whose clocks may jump: libfaketime 0.9.10 refuses the deadlines by which Python sleeps."""

import select
import time


def _sleep(seconds: float) -> None:
    select.select((), (), (), seconds)


time.sleep = _sleep  # type: ignore[assignment]
