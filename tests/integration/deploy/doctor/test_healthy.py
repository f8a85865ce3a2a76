"""A healthy installation is found healthy, and what is switched off is told as off."""

from deploy.doctor.finding import State
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

OFF = {
    "service X-service-green", "scaling", "X-Ray's sampling rule", "GuardDuty", "domain", "copies elsewhere",
    "rehearsal of a restore",
}  # fmt: skip


def test_all_is_well(world: World, look: Look) -> None:
    found = look(world)
    assert {what for what, each in found.items() if each.state is State.OFF} == OFF
    # The local AWS keeps no recovery points; tests/integration/deploy/doctor/test_backup.py invents some.
    assert {what: each for what, each in found.items() if each.state not in (State.OK, State.OFF)} == {
        "newest backups": found["newest backups"]
    }
    assert found["newest backups"].state is State.WARNING
