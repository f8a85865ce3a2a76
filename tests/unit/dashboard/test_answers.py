"""How long answers about the past are kept."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from dashboard.api import answers
from dashboard.api.answers import PAST_S, TODAY_S, good_for_s, kept
from liveinsight.query.answer import QueriedSite
from liveinsight.query.goals import Goal

SITE = QueriedSite("shop")


def answer(ended: timedelta, **meta: Any) -> dict[str, Any]:
    until = datetime.now(UTC) - ended
    return {"query": {"date_range": ["2026-01-01T00:00:00+00:00", until.isoformat()]}, "meta": meta}


def test_only_what_nothing_changes_any_more_is_kept_for_longer() -> None:
    assert good_for_s(answer(timedelta(hours=-1))) == TODAY_S
    assert good_for_s(answer(timedelta(hours=25))) == TODAY_S
    assert good_for_s(answer(timedelta(hours=27))) == PAST_S
    assert good_for_s(answer(timedelta(hours=27), total_rows=3)) == PAST_S
    assert good_for_s(answer(timedelta(hours=27), warnings=["a file is missing"])) == TODAY_S


@pytest.fixture
def worked_out(app: Flask) -> Any:
    """Asks with these arguments and tells how often an answer had to be worked out."""
    count = 0

    def ask(kind: str = "query", site: QueriedSite = SITE, question: bytes = b"{}", seconds: int = 60) -> int:
        def work_out() -> tuple[bytes, int]:
            nonlocal count
            count += 1
            return b"answer", seconds

        with app.app_context():
            assert kept(kind, site, question, work_out) == b"answer"
        return count

    return ask


def test_the_same_question_is_answered_from_memory(worked_out: Any) -> None:
    assert [worked_out(), worked_out()] == [1, 1]


def test_another_question_site_or_setting_is_not(worked_out: Any) -> None:
    worked_out()
    assert worked_out(kind="funnel") == 2
    assert worked_out(question=b"[]") == 3
    assert worked_out(site=QueriedSite("blog")) == 4
    assert worked_out(site=QueriedSite("shop", "Asia/Seoul")) == 5
    assert worked_out(site=QueriedSite("shop", goals=(Goal("a", event="a"),))) == 6


def test_it_is_forgotten_after_its_time(worked_out: Any) -> None:
    worked_out(seconds=1)
    time.sleep(1.1)
    assert worked_out() == 2


def test_large_answers_are_not_kept(worked_out: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_BYTES", 3)
    assert [worked_out(), worked_out()] == [1, 2]
