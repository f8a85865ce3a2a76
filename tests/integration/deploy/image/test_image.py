"""`image`: which builder, which version, and how the builder is called."""

import subprocess
from pathlib import Path

import pytest

from deploy.errors import Refused
from deploy.image import builder
from deploy.image.build import checked, described, image
from deploy.terraform import ROOT
from tests.integration.deploy.image import program
from tests.integration.deploy.image.program import Program


def test_an_image_is_built_with_what_was_given(podman: Program, capsys: pytest.CaptureFixture[str]) -> None:
    image(tag="v1", base="localhost/base", platform="linux/amd64")
    (call,) = podman.calls("build")
    words = call["words"]
    assert words[-1] == str(ROOT)
    assert {"--tag=localhost/liveinsight-app:v1", "--platform=linux/amd64", "--build-arg=BASE=localhost/base"} <= set(
        words
    )
    assert "--build-arg=VERSION=v1" in words
    assert not [word for word in words if word.startswith(("--build-arg=NODE", "--build-arg=BUILD_BASE"))]
    said = capsys.readouterr().out
    assert "186 MB unpacked" in said
    assert "sha256:" + "c" * 64 in said
    assert "make push ENV=… TAG=v1" in said


def test_podman_keeps_the_health_check(podman: Program) -> None:
    image(tag="v1")
    assert "--format=docker" in podman.calls("build")[0]["words"]


def test_docker_makes_an_image_and_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docker = program.install(tmp_path / "bin", "docker")
    monkeypatch.setenv("PATH", str(docker.folder))
    image(tag="v1")
    words = docker.calls("build")[0]["words"]
    assert "--provenance=false" in words
    assert "--format=docker" not in words


def test_tasks_are_arm(podman: Program) -> None:
    image(tag="v1")
    assert "--platform=linux/arm64" in podman.calls("build")[0]["words"]


def test_without_a_tag_git_says_the_version(podman: Program) -> None:
    image()
    (call,) = podman.calls("build")
    version = described(ROOT)
    assert f"--tag=localhost/liveinsight-app:{version}" in call["words"]
    git = ["git", "rev-parse", "HEAD"]
    head = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert f"--build-arg=REVISION={head}" in call["words"]


def test_without_git_a_tag_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no git checkout.*TAG="):
        described(tmp_path)


@pytest.mark.parametrize("tag", ["", "-v1", "v 1", "v1;rm", "x" * 129, "ä"])
def test_a_tag_that_no_registry_takes_is_refused(tag: str) -> None:
    with pytest.raises(Refused, match="is no tag"):
        checked(tag)


def test_an_unknown_platform_is_refused(podman: Program) -> None:
    with pytest.raises(Refused, match="give linux/arm64 or linux/amd64"):
        image(tag="v1", platform="linux/riscv64")
    assert podman.calls("build") == []


def test_an_unknown_builder_is_refused() -> None:
    with pytest.raises(Refused, match="'kaniko' is no builder; there are docker, podman, buildah"):
        builder.find("kaniko")


def test_without_a_builder_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        Refused, match=r"docker is not installed; podman is not installed; buildah is not.*install one of"
    ):
        builder.find(None)


def test_docker_without_its_engine_is_passed_over(podman: Program) -> None:
    docker = podman.folder / "docker"
    docker.write_text("#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n")
    docker.chmod(0o755)
    assert builder.find(None).program == "podman"
    with pytest.raises(Refused, match=r"docker does not work \(Cannot connect to the Docker daemon\)"):
        builder.find("docker")


def test_a_build_that_fails_is_refused(podman: Program) -> None:
    (podman.folder / "podman").write_text('#!/bin/sh\n[ "$1" = version ] || exit 2\n')
    with pytest.raises(Refused, match="podman: the image was not built"):
        image(tag="v1")
