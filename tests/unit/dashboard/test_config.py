"""The key that signs sessions."""

import stat
from pathlib import Path

import pytest

from dashboard.config import flask_config, secret_key
from liveinsight.settings import InvalidSetting, Settings


def test_on_aws_a_key_must_be_given() -> None:
    for given in ("", "short"):
        with pytest.raises(InvalidSetting, match="LIVEINSIGHT_SECRET_KEY"):
            secret_key(Settings(secret_key=given))


def test_the_refusal_does_not_show_the_key() -> None:
    with pytest.raises(InvalidSetting) as caught:
        secret_key(Settings(secret_key="hunter2"))
    assert "hunter2" not in str(caught.value)


def test_a_foreign_endpoint_is_not_local() -> None:
    with pytest.raises(InvalidSetting):
        secret_key(Settings(endpoint_url="https://dynamodb.example"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_on_a_laptop_one_is_made_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("LIVEINSIGHT_VAR", str(tmp_path / "var"))
    settings = Settings(endpoint_url=f"http://{host}:4566")
    made = secret_key(settings)
    assert len(made) == 64
    assert secret_key(settings) == made
    kept = tmp_path / "var" / "dashboard-secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["dashboard-secret"]


def test_a_given_key_is_used() -> None:
    assert flask_config(Settings(secret_key="k" * 32))["SECRET_KEY"] == "k" * 32
