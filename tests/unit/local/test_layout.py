"""Ports and folders from the environment."""

from pathlib import Path

import pytest

from local.layout import ROOT, Layout, Refused


def test_the_defaults_are_those_of_the_contract() -> None:
    layout = Layout.from_env({})
    assert layout.var == ROOT / "var"
    assert layout.url("DASHBOARD_PORT") == "http://127.0.0.1:8000"
    assert layout.url("COLLECTOR_PORT") == "http://127.0.0.1:8001"
    assert layout.url("DEMO_PORT") == "http://127.0.0.1:8002"
    assert layout.url("AWS_PORT") == "http://127.0.0.1:4566"


def test_the_environment_overrides(tmp_path: Path) -> None:
    layout = Layout.from_env({"LIVEINSIGHT_VAR": str(tmp_path), "DEMO_PORT": "9000", "AWS_PORT": ""})
    assert layout.env_file == tmp_path / "local.env"
    assert layout.ports["DEMO_PORT"] == 9000
    assert layout.ports["AWS_PORT"] == 4566


@pytest.mark.parametrize("value", ["x", "0", "65536", "-1", "80.0", "８"])
def test_no_port(value: str) -> None:
    with pytest.raises(Refused, match="DEMO_PORT="):
        Layout.from_env({"DEMO_PORT": value})


def test_the_same_port_twice() -> None:
    with pytest.raises(Refused, match="DASHBOARD_PORT and DEMO_PORT are both 8002"):
        Layout.from_env({"DASHBOARD_PORT": "8002"})


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    layout = Layout.from_env({"LIVEINSIGHT_VAR": str(tmp_path / "file")})
    with pytest.raises(Refused, match="LIVEINSIGHT_VAR names another folder"):
        layout.make_folders()
