"""What a test of a broken part is: what is made, what is broken, and what the doctor has to say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deploy.doctor.finding import Checks, State
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

Part = Callable[[World], Any]


@dataclass(frozen=True)
class Case:
    """`parts` are made, `breaks` breaks one; `checks` then says of `what` all of `words`, and `remedy`."""

    what: str
    checks: Checks
    parts: tuple[Part, ...]
    breaks: Part
    words: str
    remedy: str
    state: State = State.FAILED


def do(service: str, operation: str, **fixed: Any) -> Part:
    """One call; `{x}` in a text is the project's name, `{lower}` the same in lower case."""

    def call(world: World) -> None:
        names = {"x": world.project, "lower": world.project.lower()}
        given = {name: value.format(**names) if isinstance(value, str) else value for name, value in fixed.items()}
        getattr(world.client(service), operation)(**given)

    return call


def found_and_named(case: Case, world: World, look: Look) -> None:
    """Healthy when it is made; then broken, and the doctor says so, where, and what to do."""
    for part in case.parts:
        part(world)
    before = look(world, case.checks)[case.what]
    case.breaks(world)
    after = look(world, case.checks)[case.what]
    assert before.state is State.OK, before
    assert (after.state, case.words in after.detail, case.remedy in after.remedy) == (case.state, True, True), after
