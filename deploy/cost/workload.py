"""How many requests, units and bytes so many events a month are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

GB = 1e9
"""Bytes. AWS counts storage in 2³⁰ and transfer in either; the difference of 7 % is left on the safe side."""
UNIT_BYTES = 4096
"""Half a read unit reads as much, eventually consistent, and never less."""
DAYS = 365 / 12


@dataclass(frozen=True)
class Workload:
    """`events` a month over all sites, under the assumptions `given` (assumptions.toml). All numbers are of a month."""

    events: int
    given: Mapping[str, float]

    @property
    def beacons(self) -> float:
        return self.events / self.given["events_per_beacon"]

    @property
    def visits(self) -> float:
        return self.events / self.given["events_per_visit"]

    @property
    def rollups(self) -> float:
        return self.given["rollup_runs_an_hour"] * self.given["hours"]

    @property
    def archivings(self) -> float:
        return self.given["archive_runs_an_hour"] * self.given["hours"]

    @property
    def runs(self) -> float:
        """Of both jobs."""
        return self.rollups + self.archivings

    # --- Tables

    @property
    def write_units(self) -> float:
        given = self.given
        traffic = (
            self.events * given["write_units_an_event"]
            + self.beacons * given["write_units_a_beacon"]
            + self.visits * given["write_units_a_visit"]
        )
        jobs = self.runs * given["write_units_a_run"]
        return traffic + jobs + self.rollups * given["sites"] * given["units_a_site_and_run"]

    @property
    def read_units(self) -> float:
        """By collector and jobs."""
        given = self.given
        traffic = self.events * given["read_units_an_event"] + self.visits * given["read_units_a_visit"]
        jobs = self.runs * given["read_units_a_run"]
        return traffic + jobs + self.rollups * given["sites"] * given["units_a_site_and_run"]

    @property
    def live_sessions(self) -> float:
        """Items in ActiveSessions at a time."""
        return self.visits * self.given["live_minutes"] / (self.given["hours"] * 60)

    @property
    def live_units_a_second(self) -> float:
        """What a watched live page reads: the newest events, and all live sessions, for a tenth of the time at most."""
        once = 0.5 * max(1, math.ceil(self.live_sessions * self.given["live_bytes"] / UNIT_BYTES))
        polls = self.given["live_polls"]
        return polls * 0.5 + min(polls * once, self.given["live_most_units"])

    @property
    def live_seconds(self) -> float:
        """How long somebody watches a live page."""
        return self.given["live_hours"] * 3600

    @property
    def table_gb(self) -> dict[str, float]:
        """Sizes of the tables, by name without prefix. Settings is too small to count, but not to be backed up."""
        given = self.given
        return {
            "Events": self.events * given["event_days"] / DAYS * given["event_bytes"] / GB,
            "Sessions": self.visits * given["visit_months"] * given["visit_bytes"] / GB,
            "ActiveSessions": self.live_sessions * given["live_bytes"] / GB,
            "Settings": given["settings_gb"],
        }

    @property
    def tables_gb(self) -> float:
        """Size of all tables."""
        return sum(self.table_gb.values())

    # --- Functions and their logs

    @property
    def collector_gb_seconds(self) -> float:
        return self.beacons * self.given["collector_ms"] / 1000 * self.given["collector_mb"] / 1024

    @property
    def rollup_gb_seconds(self) -> float:
        ms = self.rollups * self.given["rollup_ms_a_run"] + self.events * self.given["rollup_ms_an_event"]
        return ms / 1000 * self.given["collector_mb"] / 1024

    @property
    def archive_gb_seconds(self) -> float:
        ms = self.archivings * self.given["archive_ms_a_run"] + self.events * self.given["archive_ms_an_event"]
        return ms / 1000 * self.given["archive_mb"] / 1024

    @property
    def collector_log_gb(self) -> float:
        return self.beacons * (self.given["beacon_log_bytes"] + self.given["function_log_bytes"]) / GB

    @property
    def job_log_gb(self) -> float:
        return self.runs * (self.given["job_log_bytes"] + self.given["function_log_bytes"]) / GB

    # --- Archive

    @property
    def archive_gb(self) -> float:
        months = self.given["archive_months"] + self.given["replaced_months"]
        return self.events * self.given["archive_bytes"] * months / GB

    @property
    def archive_writes(self) -> float:
        """Objects put, and listings."""
        return self.given["sites"] * (self.given["objects_a_day"] * DAYS + self.given["listings"])

    # --- What comes from and goes to browsers

    @property
    def dashboard_requests(self) -> float:
        return self.given["looks"] * self.given["look_requests"]

    @property
    def dashboard_gb(self) -> float:
        return self.given["looks"] * self.given["look_bytes"] / GB

    @property
    def edge_requests(self) -> float:
        """Beacons, scripts and the dashboard's."""
        return self.beacons + self.visits + self.dashboard_requests

    @property
    def edge_out_gb(self) -> float:
        return self.answers_gb + self.visits * self.given["script_bytes"] / GB + self.dashboard_gb

    @property
    def answers_gb(self) -> float:
        """Of the collector."""
        return self.beacons * self.given["answer_bytes"] / GB

    @property
    def to_origin_gb(self) -> float:
        """Bodies and headers of beacons, from CloudFront to the API."""
        return self.beacons * self.given["beacon_bytes"] / GB

    def traces(self, reservoir: float, share: float) -> float:
        """Requests that X-Ray samples: the first `reservoir` of each second, and a share of all others.

        Beacons come independently of each other, so that the numbers in a second follow a Poisson distribution.
        """
        seconds = self.given["hours"] * 3600
        mean = self.beacons / seconds
        first = seconds * _least(mean, round(reservoir))
        return first + share * (self.beacons - first)


def _least(mean: float, most: int) -> float:
    """The expected value of the smaller one of `most` and a number with a Poisson distribution."""
    expected, chance = 0.0, math.exp(-mean)
    below = 0.0
    for number in range(most):
        expected += number * chance
        below += chance
        chance *= mean / (number + 1)
    return expected + most * (1 - below)
