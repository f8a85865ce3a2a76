"""Browsers and their screens, weighted as they are met on the web, and some bots; from `agents.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from demo.visitors.chance import pick

Screen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agent:
    """A User-Agent with `{v}` for the version, the versions in use, newest first, and its screens."""

    text: str
    versions: tuple[str, ...]
    screens: tuple[Screen, ...]
    mobile: bool
    weight: float


_DATA = tomllib.loads((Path(__file__).parent / "agents.toml").read_text("utf-8"))

AGENTS: tuple[Agent, ...] = tuple(
    Agent(
        row["text"],
        tuple(_DATA["versions"][row["versions"]]),
        tuple((width, height) for width, height in _DATA["screens"][row["screens"]]),
        row["mobile"],
        row["weight"],
    )
    for row in _DATA["agent"]
)
BOTS: tuple[tuple[str, float], ...] = tuple((row["text"], row["weight"]) for row in _DATA["bot"])


def draw_agent(random: Random, korean: bool) -> tuple[str, Screen]:
    """Draw a browser and its screen in CSS pixels; in Korea phones and Samsung's browser are commoner."""

    def share(agent: Agent) -> float:
        if not korean:
            return agent.weight
        return agent.weight * (4.0 if "Samsung" in agent.text else 1.3 if agent.mobile else 0.9)

    agent = pick(random, [(agent, share(agent)) for agent in AGENTS])
    version = pick(random, [(v, 1 / (1 + 2 * age)) for age, v in enumerate(agent.versions)])
    return agent.text.format(v=version), random.choice(agent.screens)
