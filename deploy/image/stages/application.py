"""Run while the image is built: `application APP` compiles messages and modules; what only building needs goes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .compiling import compile_all


def compile_messages(app: Path) -> None:
    """`.po` → `.mo`, by the Babel that the image has. It is plain Python: whatever the architecture, it runs here."""
    (site,) = app.glob("venv/lib/python3.*/site-packages")
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "compile", "--statistics"]
    folder = app / "dashboard" / "translations"
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([*command, f"--directory={folder}"], env=environment, check=True)
    for file in folder.rglob("*.po"):
        file.unlink()


def main() -> None:
    app = Path(sys.argv[1])
    compile_messages(app)
    shutil.rmtree(app / "dashboard" / "frontend")
    for name in ("requirements.txt", "babel.cfg"):
        (app / "dashboard" / name).unlink(missing_ok=True)
    shutil.rmtree(app / "liveinsight" / "cli")
    for part in ("liveinsight", "dashboard"):
        compile_all(app / part)


if __name__ == "__main__":
    main()
