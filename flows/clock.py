"""The time zone of the data, and the one place where the program asks what time it is.

Only flows, the harvest and the command line call `now`; everything else is given its times.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The time in Shanghai, whole seconds."""
    return datetime.now(SHANGHAI).replace(microsecond=0)
