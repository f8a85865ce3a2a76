"""The engine that answers questions about the past is the one that the settings name."""

from pathlib import Path

import pytest

from dashboard import history
from liveinsight.athena.engine import AthenaEngine
from liveinsight.history.source import History
from liveinsight.settings import Settings

LOCAL = Settings(endpoint_url="http://127.0.0.1:9", project_name="Nowhere", query_memory_mb=64)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any, the client would look for them on the network."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def test_duckdb_over_copies_by_default(tmp_path: Path) -> None:
    settings = Settings(**{**LOCAL.__dict__, "history_folder": tmp_path / "copies"})
    engine = history._open(settings)
    assert isinstance(engine.source, History)
    assert engine.source.directories == (f"{tmp_path / 'copies'}/",)


def test_athena_when_the_settings_say_so() -> None:
    assert isinstance(history._open(Settings(**{**LOCAL.__dict__, "query_engine": "athena"})), AthenaEngine)


def test_copies_lie_beside_the_rest_of_the_local_aws_or_in_a_temporary_folder(tmp_path: Path) -> None:
    elsewhere = Settings(project_name="Shop")
    assert history.folder(LOCAL).name == "history"
    assert history.folder(elsewhere).name.startswith("Shop-history-")
    chosen = Settings(history_folder=tmp_path)
    assert history.folder(chosen) == tmp_path
