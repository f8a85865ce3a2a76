"""The program that builds and pushes images: docker, podman or buildah, whichever this machine has."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import Refused

KNOWN = ("docker", "podman", "buildah")
INSTALL = "install one of docker (https://docs.docker.com/engine/install/), podman or buildah, or name it: BUILDER=…"
MB = 1_000_000
UNITS = ("B", "KB", "MB", "GB")


@dataclass(frozen=True)
class Local:
    """An image on this machine. `size` is unpacked and in bytes, `id` the digest of its configuration."""

    name: str
    id: str
    size: int
    architecture: str


@dataclass(frozen=True)
class Builder:
    """One of the three. podman and buildah share their images, docker has its own."""

    program: str

    def build(self, context: Path, name: str, target: str, arguments: Mapping[str, str]) -> None:
        """Build the Dockerfile in `context`, its progress shown. Raises Refused."""
        options = [f"--tag={name}", f"--platform={target}", f"--file={context / 'Dockerfile'}"]
        options += [f"--build-arg={key}={value}" for key, value in arguments.items()]
        if self.program == "docker":
            # An attestation beside the image makes an index of it, which ECR does not scan.
            options += ["--provenance=false"]
        else:
            # OCI's own format knows no health check. Until 2023 these two did not say what they build on.
            options += ["--format=docker", f"--build-arg=BUILDPLATFORM=linux/{_own_architecture()}"]
        self._shown(["build", *options, str(context)], "the image was not built; the step that failed stands above")

    def find(self, name: str) -> Local | None:
        """The image of this name; None when it was never built here."""
        if self.program == "buildah":
            return self._find_by_buildah(name)
        done = self._run("image", "inspect", name)
        if done.returncode:
            return None
        (found,) = json.loads(done.stdout)
        return Local(name, _digest(found["Id"]), found["Size"], found["Architecture"])

    def push(self, name: str, remote: str, registry: str, user: str, password: str, folder: Path) -> None:
        """Push an image as `remote`; the log-in to its registry is gone afterwards. Raises Refused.

        `folder` is one that nobody else reads, for the log-in of podman and buildah.
        """
        kept = [] if self.program == "docker" else [f"--authfile={folder / 'auth.json'}"]
        command = ["login", *kept, f"--username={user}", "--password-stdin", registry]
        self._checked(command, f"{registry} takes no log-in", password)
        try:
            if self.program == "docker":
                self._checked(["tag", name, remote], f"{name} could not be named {remote}")
            source = [remote] if self.program == "docker" else [name, remote]
            self._shown(["push", *kept, *source], f"{remote} was not pushed; its own message stands above")
        finally:
            self._run("logout", *kept, registry)

    def _find_by_buildah(self, name: str) -> Local | None:
        done = self._run("inspect", "--type=image", name)
        if done.returncode:
            return None
        found = json.loads(done.stdout)
        (listed,) = json.loads(self._run("images", "--json", name).stdout)
        return Local(name, _digest(found["FromImageID"]), _bytes(listed["size"]), found["Docker"]["architecture"])

    def _shown(self, command: Sequence[str], refusal: str) -> None:
        done = subprocess.run([self.program, *command], env=_environment(), check=False)
        if done.returncode:
            raise Refused(f"{self.program}: {refusal}")

    def _checked(self, command: Sequence[str], refusal: str, given: str | None = None) -> None:
        done = self._run(*command, given=given)
        if done.returncode:
            raise Refused(f"{self.program}: {refusal}: {_last_line(done.stderr)}")

    def _run(self, *command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, *command], env=_environment(), input=given, capture_output=True, text=True, check=False
        )


def find(named: str | None) -> Builder:
    """The named builder, or the first that works here. Raises Refused with what is wrong with each."""
    if named is not None and named not in KNOWN:
        raise Refused(f"{named!r} is no builder; there are {', '.join(KNOWN)} (BUILDER=…)")
    failures = {}
    for program in [named] if named else KNOWN:
        failure = _failure(program)
        if failure is None:
            return Builder(program)
        failures[program] = failure
    raise Refused(f"{'; '.join(f'{program} {why}' for program, why in failures.items())}. {INSTALL}")


def _failure(program: str) -> str | None:
    """Why this one cannot be used: docker is often there without its engine."""
    if shutil.which(program) is None:
        return "is not installed"
    done = subprocess.run([program, "version"], env=_environment(), capture_output=True, text=True, check=False)
    return f"does not work ({_last_line(done.stderr)})" if done.returncode else None


def _environment() -> dict[str, str]:
    """BuildKit, which knows for which platform it builds; before docker 23 it had to be asked for."""
    return {**os.environ, "DOCKER_BUILDKIT": "1"}


def _own_architecture() -> str:
    machine = platform.machine().lower()
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)


def _digest(identifier: str) -> str:
    return identifier if identifier.startswith("sha256:") else f"sha256:{identifier}"


def _bytes(told: str) -> int:
    """`186 MB`, as buildah rounds it, in bytes."""
    number, unit = told.split()
    return round(float(number) * float(1000 ** UNITS.index(unit)))


def _last_line(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
