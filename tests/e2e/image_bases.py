"""Base images out of Debian's packages, where Docker Hub is not reached: what the image runs and is built on.

They are those of the Debian that this machine runs, so that its own node runs in them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RUNTIME = "python3,ca-certificates,tzdata"
MIRROR = "http://deb.debian.org/debian"
BASE, BUILD_BASE = "localhost/liveinsight-test-base", "localhost/liveinsight-test-build-base"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NEEDED = {
    "debootstrap": "apt-get install debootstrap",
    "buildah": "apt-get install buildah",
    "node": "https://nodejs.org (20 or newer)",
    "npm": "https://nodejs.org (20 or newer)",
}


@dataclass(frozen=True)
class Images:
    """podman's and buildah's images, in a folder of their own: nothing of the machine's is touched."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """For programs that work on these images, as root and without an engine."""
        return {
            **os.environ,
            "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf"),
            "CONTAINERS_REGISTRIES_CONF": str(self.folder / "registries.conf"),
            "BUILDAH_ISOLATION": "chroot",
            # vfs copies a whole file system for each layer.
            "BUILDAH_LAYERS": "false",
        }

    def buildah(self, *command: str) -> str:
        return run("buildah", *command, environment=self.environment())


def images(folder: Path) -> Images:
    """An empty place for images."""
    for name in ("images", "run"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "storage.conf").write_text(
        f'[storage]\ndriver = "vfs"\ngraphroot = "{folder / "images"}"\nrunroot = "{folder / "run"}"\n'
    )
    (folder / "registries.conf").write_text("")
    return Images(folder)


def run(*command: str, environment: dict[str, str] | None = None) -> str:
    """What a command prints that has to succeed."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout.strip()


def make(place: Images) -> None:
    """BASE: Debian's Python. BUILD_BASE: the same with pip, and this machine's node and certificates."""
    root = place.folder / "root"
    run("debootstrap", "--variant=minbase", f"--include={RUNTIME}", _suite(), str(root), MIRROR)
    made = place.buildah("from", "scratch")
    place.buildah("add", "--quiet", made, str(root), "/")
    place.buildah("commit", "--quiet", made, BASE)
    shutil.rmtree(root)
    _add_what_builds(place, made)
    place.buildah("commit", "--quiet", "--rm", made, BUILD_BASE)


def _add_what_builds(place: Images, container: str) -> None:
    install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-pip libstdc++6"
    place.buildah("run", container, "--", "sh", "-c", install)
    node, npm = (Path(shutil.which(name) or "").resolve() for name in ("node", "npm"))
    package = next(folder for folder in npm.parents if folder.name == "npm")
    for source, target in _with_certificates(
        [(node, "/usr/local/bin/node"), (package, "/usr/local/lib/node_modules/npm")]
    ):
        place.buildah("copy", "--quiet", container, str(source), target)
    place.buildah("run", container, "--", "ln", "-s", "../lib/node_modules/npm/bin/npm-cli.js", "/usr/local/bin/npm")
    trust = (f"--env={name}={CERTIFICATES}" for name in ("NODE_EXTRA_CA_CERTS", "PIP_CERT"))
    place.buildah("config", *trust, container)


def _with_certificates(files: Sequence[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """With those that this machine trusts: a proxy's, for example."""
    return [*files, *([(CERTIFICATES, str(CERTIFICATES))] if CERTIFICATES.exists() else [])]


def _suite() -> str:
    found = re.search(r"^VERSION_CODENAME=(\w+)$", Path("/etc/os-release").read_text(), re.MULTILINE)
    assert found is not None, "debootstrap makes a Debian like this machine's, and /etc/os-release names none"
    return found[1]
