"""Never two requests to one host closer together than it likes."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class HostPacer:
    """Gives each host its turns; safe for threads, which queue up in the order they ask."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = Lock()
        self._next_turn: dict[str, float] = {}

    def wait(self, host: str, delay_seconds: float) -> None:
        """Return when it is the caller's turn at this host; the next turn is `delay_seconds` later."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_turn.get(host, now))
            self._next_turn[host] = turn + delay_seconds
        if turn > now:
            self._sleep(turn - now)
