"""Going back: each deployed zip is kept, all functions get the one before, and a bad version goes by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import infrastructure
from deploy.errors import Refused
from deploy.ingest import answers, commands, deployment, record, versions, workshop
from deploy.ingest.package import Package
from deploy.ingest.target import Target
from tests.integration.deploy.ingest.conftest import Installation

Mark = Callable[[str], None]
pytestmark = pytest.mark.usefixtures("light")


@pytest.fixture
def operated(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The commands work on this installation, and Terraform has nothing to do."""
    monkeypatch.setattr(commands, "environment", lambda _name: installation.aws)
    monkeypatch.setattr(infrastructure, "apply", lambda *_arguments: False)
    return installation


def _digests(installation: Installation) -> set[str]:
    return set(versions.running(installation.aws, installation.stage).values())


def test_back_and_further_back_and_forward_again(
    operated: Installation, light: Mark, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    for mark in ("first", "second", "third"):
        light(mark)
        commands.ingest(operated.stage, yes=True)
        (digest,) = _digests(operated)
        ran.append(digest)
    assert len(set(ran)) == 3
    commands.rollback_collector(operated.stage, yes=True)
    assert _digests(operated) == {ran[1]}
    commands.rollback_collector(operated.stage, yes=True)
    assert _digests(operated) == {ran[0]}
    assert f"from {ran[1][:12]} back to {ran[0][:12]}" in capsys.readouterr().out
    with pytest.raises(Refused, match="no older version"):
        commands.rollback_collector(operated.stage, yes=True)
    assert _digests(operated) == {ran[0]}
    commands.ingest(operated.stage, yes=True)
    assert _digests(operated) == {ran[2]}
    assert [version["digest"] for version in operated.record().versions] == ran[::-1]


def test_only_the_last_versions_are_kept(installation: Installation, tmp_path: Path) -> None:
    kept, file = installation.record(), tmp_path / "package.zip"
    file.write_bytes(b"code")
    names = [f"{number:064d}" for number in range(versions.KEPT + 2)]
    for name in (*names, names[5]):
        versions.keep(kept, Package(file, name, 4, 4), record.now(), runtime="python3.13")
    kept.end([], finished=True)
    expected = [names[5], *(name for name in reversed(names[2:]) if name != names[5])]
    assert [each["digest"] for each in installation.record().versions] == expected
    assert {each["digest"] for each in versions.listed(kept)} == set(expected)


def test_a_version_that_does_not_answer_gives_way_to_the_one_before(
    operated: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.ingest(operated.stage, yes=True)
    good = _digests(operated)
    vendor = workshop.vendor

    def broken(copy: Path, target: Target) -> None:
        vendor(copy, target)
        app = copy / "app.py"
        app.write_text(f"{app.read_text()}\nimport os\nassert 'AWS_LAMBDA_FUNCTION_NAME' not in os.environ\n")

    monkeypatch.setattr(workshop, "vendor", broken)
    monkeypatch.setattr(answers, "LIMIT_S", 0.0)
    with pytest.raises(Refused, match=r"does not answer as it should; its log: aws logs tail .* runs again"):
        commands.ingest(operated.stage, yes=True)
    assert _digests(operated) == good
    monkeypatch.setattr(answers, "LIMIT_S", 60.0)
    deployment.check(operated.aws, operated.record())


def test_traces_are_switched_off_again(operated: Installation) -> None:
    names = ("", "-rollup", "-archive")
    operated.deploy()
    assert {operated.function(name)["TracingConfig"]["Mode"] for name in names} == {"Active"}
    without = operated.afresh(collector={**operated.aws.output("collector"), "x_ray": False})
    without.deploy()
    assert {operated.function(name)["TracingConfig"]["Mode"] for name in names} == {"PassThrough"}


def test_nothing_to_go_back_from(operated: Installation) -> None:
    with pytest.raises(Refused, match="has no collector yet; deploy it: make ingest"):
        commands.rollback_collector(operated.stage, yes=True)
