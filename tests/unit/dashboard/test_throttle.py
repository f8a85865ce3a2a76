"""The brake on guessing passwords."""

import pytest

from dashboard import throttle
from dashboard.throttle import PER_ADDRESS, PER_PERSON, WINDOW_S, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_waits_until_the_oldest_failure_is_out_of_the_window() -> None:
    clock = Clock()
    brake = Throttle(clock)
    for _ in range(PER_PERSON):
        assert brake.wait_s("a", "x") == 0
        brake.failed("a", "x")
        clock.now += 10
    assert brake.wait_s("a", "x") == WINDOW_S - 10 * PER_PERSON + 1
    clock.now += WINDOW_S - 10 * PER_PERSON + 1
    assert brake.wait_s("a", "x") == 0


def test_others_are_not_held_up() -> None:
    brake = Throttle()
    for _ in range(PER_PERSON):
        brake.failed("a", "x")
    assert brake.wait_s("b", "x") == 0
    assert brake.wait_s("a", "y") == 0


def test_one_address_cannot_try_everybody() -> None:
    brake = Throttle()
    for number in range(PER_ADDRESS):
        brake.failed("a", f"{number}")
    assert brake.wait_s("a", "fresh") > 0


def test_success_forgets() -> None:
    brake = Throttle()
    for _ in range(PER_PERSON):
        brake.failed("a", "x")
    brake.succeeded("a", "x")
    assert brake.wait_s("a", "x") == 0


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_KEYS", 10)
    brake = Throttle()
    for number in range(100):
        brake.failed(f"{number}", "x")
    assert len(brake._failures) == 10
