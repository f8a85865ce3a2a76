"""Who arrives when: repeatable, and by day rather than by night."""

from collections import Counter

import pytest

from demo.visitors.arrivals import MINUTE_MS, Arrivals, around_the_clock, steady
from demo.visitors.chance import chance, pick, poisson_quantile
from demo.visitors.countries import COUNTRIES, HOUR_MS, accept_language, busyness, daylight
from demo.visitors.history import past_visits
from demo.visitors.visit import Visit
from tests.unit.demo.conftest import SITE_URL

NOW = 1_795_370_990_123
ARRIVALS = Arrivals("key-1", SITE_URL)


def ids(visits: list[Visit]) -> set[str]:
    return {visit.id for visit in visits}


def test_history_keeps_to_its_hours_and_number() -> None:
    visits = past_visits(ARRIVALS, NOW, 24, 1200)
    assert 1050 < len(visits) < 1350
    assert all(NOW - 23.9 * HOUR_MS <= visit.started_ms < NOW for visit in visits)
    assert len(ids(visits)) == len(visits)
    few = past_visits(ARRIVALS, NOW, 2, 60)
    assert 35 < len(few) < 90
    assert min(visit.started_ms for visit in few) >= NOW - 2 * HOUR_MS


def test_history_again_is_the_same_and_later_it_only_gains_new_visits() -> None:
    visits = past_visits(ARRIVALS, NOW, 6, 300)
    assert past_visits(ARRIVALS, NOW, 6, 300) == visits
    later = past_visits(ARRIVALS, NOW + 20 * MINUTE_MS, 6, 300)
    gained = [visit for visit in later if visit.id not in ids(visits)]
    assert gained
    assert all(visit.started_ms >= NOW for visit in gained)
    assert {v.id for v in visits if v.started_ms >= NOW + 20 * MINUTE_MS - 6 * HOUR_MS} <= ids(later)


def test_a_quiet_stream_is_part_of_a_busy_one() -> None:
    quiet = list(ARRIVALS.between(NOW - HOUR_MS, NOW, steady(0.8)))
    busy = list(ARRIVALS.between(NOW - HOUR_MS, NOW, steady(4)))
    assert ids(quiet) < ids(busy)
    assert 180 < len(busy) < 300


def test_too_many_visits_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 300 a minute"):
        past_visits(ARRIVALS, NOW, 0.1, 200_000)


def test_people_sleep_at_night_in_their_own_country() -> None:
    korea = next(country for country in COUNTRIES if country.code == "KR")
    four_in_seoul = 19 * HOUR_MS
    assert daylight(korea, four_in_seoul) < 0.1 < 0.8 < daylight(korea, four_in_seoul + 17 * HOUR_MS)
    night = Counter(
        v.person.country
        for v in ARRIVALS.between(
            NOW - NOW % (24 * HOUR_MS) + four_in_seoul, NOW - NOW % (24 * HOUR_MS) + 20 * HOUR_MS, steady(20)
        )
    )
    assert night["US"] > 3 * night["KR"]


def test_a_day_averages_to_the_rate() -> None:
    rate = around_the_clock(2.0)
    minutes = [rate(minute * MINUTE_MS) for minute in range(24 * 60)]
    assert sum(minutes) / len(minutes) == pytest.approx(2.0, rel=0.01)
    assert max(minutes) > 1.3 * min(minutes)
    assert busyness(NOW) == pytest.approx(busyness(NOW + 24 * HOUR_MS))


def test_chance_follows_from_names_only() -> None:
    assert chance("a", 1).random() == chance("a", 1).random()
    assert len({chance("a", n).random() for n in range(100)}) == 100
    assert chance("a", "bc").random() != chance("ab", "c").random()
    drawn = Counter(pick(chance("weights", n), (("often", 9.0), ("seldom", 1.0))) for n in range(1000))
    assert 850 < drawn["often"] < 950


def test_poisson_quantile_has_the_mean_and_grows_with_it() -> None:
    shares = [(n + 0.5) / 1000 for n in range(1000)]
    for mean in (0.3, 4.0, 40.0):
        drawn = [poisson_quantile(share, mean) for share in shares]
        assert sum(drawn) / 1000 == pytest.approx(mean, rel=0.02)
        assert all(
            few <= many for few, many in zip(drawn, (poisson_quantile(s, 2 * mean) for s in shares), strict=True)
        )
    assert poisson_quantile(0.999999999, 500) < 700
    with pytest.raises(ValueError, match="between 0 and 500"):
        poisson_quantile(0.5, 501)


def test_accept_language_falls_back_to_english() -> None:
    assert accept_language("ko-KR") == "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7"
    assert accept_language("en-GB") == "en-GB,en;q=0.9"
