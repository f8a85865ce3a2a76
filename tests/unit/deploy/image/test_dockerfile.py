"""What the Dockerfile promises: nothing of the building in the image, and just what Terraform's tasks expect of it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.image.dockerfile import ROOT, environment, instructions, of, stages

SERVICE = (ROOT / "terraform/modules/web/service.tf").read_text()
LOAD_BALANCER = (ROOT / "terraform/modules/web/load_balancer.tf").read_text()
CHECKOV = ROOT / ".venv-checkov/bin/checkov"


def told(pattern: str, text: str = SERVICE) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]


def test_the_image_begins_empty_and_nothing_runs_in_it() -> None:
    *_, final = stages()
    assert final[0].text == "scratch"
    assert of("RUN", final) == of("ADD", final) == []
    assert all(each.text.startswith("--from=") for each in of("COPY", final))


def test_every_base_can_be_replaced() -> None:
    arguments = {each.text.split("=")[0] for each in instructions() if each.name == "ARG"}
    names: set[str] = set()
    for stage in stages():
        *_, base = stage[0].text.partition(" AS ")[0].split()
        assert base == "scratch" or base in names or base.strip("${}") in arguments, base
        names.add(stage[0].text.partition(" AS ")[2])


def test_what_runs_while_building_runs_on_the_builders_own_architecture() -> None:
    native = set()
    for stage in stages():
        platform, *rest = stage[0].text.partition(" AS ")[0].split()
        if platform == "--platform=$BUILDPLATFORM" or platform in native:
            native.add(stage[0].text.partition(" AS ")[2])
        else:
            assert of("RUN", stage) == [], rest


def test_defaults_name_a_version() -> None:
    defaults = dict(
        each.text.split("=", 1) for each in instructions() if each.name == "ARG" and "docker.io" in each.text
    )
    assert set(defaults) == {"BASE", "NODE"}
    assert all(re.search(r":\d", image) for image in defaults.values())


def test_it_is_what_the_task_definition_expects() -> None:
    *_, final = stages()
    scratch, port = told(r'scratch = "([^"]+)"'), told(r"port\s+= (\d+)", LOAD_BALANCER)
    assert [each.text for each in of("USER", final)] == [told(r'user\s+= "([\d:]+)"')]
    assert [each.text for each in of("EXPOSE", final)] == [port]
    assert [json.loads(each.text) for each in of("VOLUME", final)] == [[scratch]]
    variables = environment(final)
    assert variables["PORT"] == port
    assert variables["TMPDIR"] == scratch
    assert variables["LIVEINSIGHT_HISTORY_FOLDER"] == f"{scratch}/history"


def test_health_check_and_command_need_no_shell() -> None:
    *_, final = stages()
    (check,), (command,) = of("HEALTHCHECK", final), of("CMD", final)
    assert check.words[0] == command.words[0] == "python"
    copied = [word for each in of("COPY", final) for word in each.words]
    assert check.words[1] in copied
    assert "dashboard/gunicorn.conf.py" in command.words


def test_no_secret_is_given_as_an_argument() -> None:
    names = {each.text.split("=")[0] for each in instructions() if each.name in ("ARG", "ENV")}
    assert not [name for name in names if re.search("SECRET|TOKEN|PASSWORD|KEY", name)]


def test_the_builder_is_given_nothing_by_default() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    given = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert not given & {"var", ".git", "tests", "node_modules", "terraform", "docs"}
    assert "**/node_modules" in lines


def test_what_is_copied_is_given() -> None:
    given = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    own = [each for each in instructions() if each.name == "COPY" and not each.text.startswith("--from=")]
    assert len(own) > 5
    for source in (word for each in own for word in each.words[:-1]):
        assert (ROOT / source).exists(), source
        assert any(Path(source).is_relative_to(place) for place in given), source


@pytest.mark.skipif(not CHECKOV.exists(), reason="checkov is not installed: make .venv-checkov/.installed")
def test_checkov_finds_nothing() -> None:
    command = [str(CHECKOV), "--file", str(ROOT / "Dockerfile"), "--framework", "dockerfile", "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stdout)
    assert found["summary"]["passed"] > 20
    assert [check["check_id"] for check in found["results"]["failed_checks"]] == []
