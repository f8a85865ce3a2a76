"""How many hits of bots a site may store in an hour: a flood of bots must not cost much.

Each process claims a few at a time from an item that all share. What it claims and does not use is lost, so the limit
can be reached a little early; a claim that is repeated by a retry only does the same. No number that is shown is
counted this way.
"""

import threading

from pynamodb.exceptions import UpdateError

from liveinsight import tables
from liveinsight.bot_visits.hits import BUDGET, LIFE_MS, partition
from liveinsight.tables import CONDITION_FAILED, BotBudgetItem
from liveinsight.timing import HOUR_MS

MOST_AN_HOUR = 2_000
CLAIM = 20
USED_UP = -1
TOO_LITTLE = -2


class Budget:
    """What this process may still store in the hour that it is. Threads may share it."""

    def __init__(self) -> None:
        self._hour = 0
        self._left: dict[str, int] = {}
        self._lock = threading.Lock()

    def allows(self, site: str, count: int, now_ms: int) -> bool:
        """Whether `count` hits may be stored now; if so, they are spent."""
        left = self._spend(site, count, now_ms // HOUR_MS)
        if left >= 0:
            return True
        if left == USED_UP:
            return False
        size = max(CLAIM, count)
        claimed = claim(site, size, now_ms)
        with self._lock:
            self._left[site] = max(self._left.get(site, 0), 0) + size - count if claimed else USED_UP
        return claimed

    def _spend(self, site: str, count: int, hour: int) -> int:
        """What is left after this; below zero when it is too much."""
        with self._lock:
            if hour != self._hour:
                self._hour, self._left = hour, {}
            left = self._left.get(site, 0)
            if left == USED_UP:
                return USED_UP
            if left < count:
                return TOO_LITTLE
            self._left[site] = left - count
            return left - count


def claim(site: str, size: int, now_ms: int) -> bool:
    """Take `size` hits from what the site may store in this hour; False, and noted, when there are not so many."""
    hour = now_ms % (24 * HOUR_MS) // HOUR_MS
    item = BotBudgetItem(partition(site, now_ms), f"{BUDGET}{hour:02d}")
    expires = BotBudgetItem.expires.set(tables.expiry(now_ms, LIFE_MS // 1000))
    claimed = BotBudgetItem.claimed
    try:
        item.update(
            actions=[claimed.add(size), expires],
            condition=claimed.does_not_exist() | (claimed <= MOST_AN_HOUR - size),
        )
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        item.update(actions=[BotBudgetItem.exceeded.set(True), expires])
        return False
    return True
