"""The image, run as a task runs it, by no container engine: read-only, as its user, with what Terraform mounts.

`python -m tests.e2e.image_container ROOT ENVIRONMENT COMMAND …` (the environment in JSON) is started inside a mount
namespace of its own, so that nothing of what it mounts is left when it ends.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

USER = 10001
MOUNT = "mount"
DEVICES = ("null", "zero", "random", "urandom")


def enter(root: Path) -> None:
    """Make the mounts, become the user, with no way back. Ends in the image's root folder."""
    _mount("--bind", str(root), str(root))
    _mount("-t", "tmpfs", "tmpfs", str(root / "dev"))
    for name in DEVICES:
        (root / "dev" / name).touch()
        _mount("--bind", f"/dev/{name}", str(root / "dev" / name))
    (root / "dev/shm").mkdir()
    (root / "dev/shm").chmod(0o1777)
    _mount("-t", "proc", "proc", str(root / "proc"))
    # ECS gives the volume the owner that the folder has in the image.
    owner = (root / "scratch").stat()
    _mount("-t", "tmpfs", "-o", f"mode=755,uid={owner.st_uid},gid={owner.st_gid}", "tmpfs", str(root / "scratch"))
    _mount("-o", "remount,ro,bind", str(root), str(root))
    os.chroot(root)
    os.chdir("/app")
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)


def _mount(*words: str) -> None:
    subprocess.run([MOUNT, *words], check=True)


def main() -> None:
    root, environment, *command = sys.argv[1:]
    enter(Path(root))
    os.execvpe(command[0], command, json.loads(environment))  # noqa: S606  # the image's own command


if __name__ == "__main__":
    main()
