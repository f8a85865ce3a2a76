"""`python -m local.waiting FILE COMMAND …`: becomes the command as soon as the file is there."""

import os
import sys
import time
from pathlib import Path

POLL_S = 0.05


def main() -> None:
    file, *command = sys.argv[1:]
    while not Path(file).exists():
        time.sleep(POLL_S)
    os.execvp(command[0], command)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
