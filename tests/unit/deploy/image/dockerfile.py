"""The Dockerfile as stages of instructions, which is all that the tests ask about."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[4]


@dataclass(frozen=True)
class Instruction:
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Those of exec form and those of plain text alike; a health check's are its command's."""
        text = self.text.partition("CMD ")[2] if self.name == "HEALTHCHECK" else self.text
        return [str(word) for word in json.loads(text)] if text.startswith("[") else text.split()


def instructions() -> list[Instruction]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    return [Instruction(*line.split(maxsplit=1)) for line in lines if line]


def stages() -> list[list[Instruction]]:
    """Each begins with its FROM; what stands before the first one is no stage."""
    found: list[list[Instruction]] = []
    for each in instructions():
        if each.name == "FROM":
            found.append([])
        if found:
            found[-1].append(each)
    return found


def of(name: str, stage: list[Instruction]) -> list[Instruction]:
    return [each for each in stage if each.name == name]


def environment(stage: list[Instruction]) -> dict[str, str]:
    return dict(pair.split("=", 1) for each in of("ENV", stage) for pair in each.words)
