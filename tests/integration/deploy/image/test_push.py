"""`push`: into ECR, by a log-in that nobody sees, once; what cannot work is refused before anything is pushed."""

from typing import Any

import pytest
from botocore.stub import Stubber

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.image import builder
from deploy.image.build import name
from deploy.image.push import described, push_to
from deploy.image.registry import Repository, Scan
from tests.integration.deploy.image.program import Program

FIRST, SECOND = "a" * 64, "b" * 64


def pushed(installation: Environment) -> list[str]:
    repository = str(installation.output("repository")).partition("/")[2]
    details = installation.client("ecr").describe_images(repositoryName=repository)["imageDetails"]
    return sorted(tag for detail in details for tag in detail["imageTags"])


def test_an_image_gets_into_the_repository(
    installation: Environment, podman: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    podman.has(name("v1"), FIRST)
    push_to(installation, "v1", builder.find(None))
    assert pushed(installation) == ["v1"]
    assert podman.calls("push")[0]["words"][-2:] == [name("v1"), f"{installation.output('repository')}:v1"]
    said = capsys.readouterr().out
    assert "186 MB unpacked" in said
    assert "sha256:" in said
    assert "scanning on push is off" in said


def test_the_password_is_on_no_command_line_and_in_no_output(
    installation: Environment, podman: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    podman.has(name("v1"), FIRST)
    given = Repository(str(installation.output("repository")), installation.client("ecr")).log_in()
    push_to(installation, "v1", builder.find(None))
    (login,) = podman.calls("login")
    assert login["given"] == given.password != ""
    assert login["words"][-1] == str(installation.output("repository")).partition("/")[0]
    said = capsys.readouterr()
    everything = [
        word for command in ("login", "push", "logout") for call in podman.calls(command) for word in call["words"]
    ]
    assert given.password not in " ".join([*everything, said.out, said.err, repr(given)])


def test_again_is_nothing_to_do(installation: Environment, podman: Program, capsys: pytest.CaptureFixture[str]) -> None:
    podman.has(name("v1"), FIRST)
    push_to(installation, "v1", builder.find(None))
    push_to(installation, "v1", builder.find(None))
    assert len(podman.calls("push")) == 1
    assert "nothing to push" in capsys.readouterr().out


def test_a_tag_that_another_image_has_is_refused(installation: Environment, podman: Program) -> None:
    podman.has(name("v1"), FIRST)
    push_to(installation, "v1", builder.find(None))
    podman.has(name("v1"), SECOND)
    with pytest.raises(Refused, match=r"has another image with the tag 'v1'.*give yours another one: make image TAG="):
        push_to(installation, "v1", builder.find(None))
    assert len(podman.calls("push")) == 1


def test_an_image_that_was_not_built_is_refused(installation: Environment, podman: Program) -> None:
    with pytest.raises(
        Refused, match="podman has no image localhost/liveinsight-app:v2; build it with: make image TAG=v2"
    ):
        push_to(installation, "v2", builder.find(None))
    assert podman.calls("login") == []


def test_an_image_for_another_architecture_is_refused(installation: Environment, podman: Program) -> None:
    podman.has(name("v1"), FIRST, "amd64")
    with pytest.raises(Refused, match=r"is for amd64, and the tasks of test are arm64.*PLATFORM=linux/arm64"):
        push_to(installation, "v1", builder.find(None))
    assert podman.calls("login") == []


def test_a_push_that_fails_leaves_no_log_in_behind(installation: Environment, podman: Program) -> None:
    podman.has(name("v1"), FIRST)
    podman.refuse()
    with pytest.raises(Refused, match="v1 was not pushed"):
        push_to(installation, "v1", builder.find(None))
    assert len(podman.calls("logout")) == 1
    assert pushed(installation) == []


def scanned(installation: Environment, *answers: Any) -> tuple[Scan, list[float]]:
    """What is made of these answers of ECR's scanner, which the local AWS lacks; and how long was waited."""
    ecr = installation.client("ecr")
    waits: list[float] = []
    with Stubber(ecr) as stub:
        for answer in answers:
            if isinstance(answer, str):
                stub.add_client_error("describe_image_scan_findings", answer)
            else:
                stub.add_response("describe_image_scan_findings", answer)
        found = Repository(str(installation.output("repository")), ecr).scan("v1", 10, waits.append)
        stub.assert_no_pending_responses()
    return found, waits


def answer(status: str, **counts: int) -> dict[str, Any]:
    return {"imageScanStatus": {"status": status}, "imageScanFindings": {"findingSeverityCounts": counts}}


def test_a_scan_is_waited_for(installation: Environment) -> None:
    found, waits = scanned(
        installation, "ScanNotFoundException", answer("IN_PROGRESS"), answer("COMPLETE", LOW=4, CRITICAL=1, HIGH=2)
    )
    assert waits == [5.0, 5.0]
    assert described(found, 10) == "Scan: 1 critical, 2 high, 4 low"


def test_not_for_ever(installation: Environment) -> None:
    found, waits = scanned(installation, *[answer("PENDING")] * 3)
    assert waits == [5.0, 5.0]
    assert described(found, 10).startswith("Scan: not ready after 10 s; see it later with")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (answer("COMPLETE"), "Scan: nothing found"),
        (answer("ACTIVE", MEDIUM=1), "Scan: 1 medium"),
        (answer("UNSUPPORTED_IMAGE"), "Scan: none (unsupported image)"),
        (answer("FAILED"), "Scan: none (failed)"),
    ],
)
def test_what_a_scan_says(installation: Environment, told: dict[str, Any], said: str) -> None:
    found, _ = scanned(installation, told)
    assert described(found, 10) == said
