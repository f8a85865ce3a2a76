"""`python -m deploy rollback`: the version before, at once. Done twice, it goes forward again."""

from deploy.console import confirm, say
from deploy.environment import environment
from deploy.errors import Refused
from deploy.options import Env, Yes
from deploy.web import images, recovery, versions
from deploy.web.images import Image
from deploy.web.services import Service, other
from deploy.web.switch import Switch, Web, web_of
from deploy.web.traffic import ALL


def rollback(env: Env, yes: Yes = False) -> None:
    """Give the traffic back to the version before: its tasks are started, and get all of it once they are healthy."""
    back(web_of(environment(env)), yes)


def back(web: Web, yes: bool) -> None:
    """Go back. A switch that has not ended is taken back; otherwise the other colour's version is started again.

    Raises Refused where there is nothing to go back to, and when the other version does not come up.
    """
    if found := recovery.look(web):
        say(f"going back: all traffic to {found.source}, {found.target} stopped")
        confirm("Go on?", yes)
        recovery.take_back(web, found)
        say(f"done: {found.source} has all traffic")
        return
    live = recovery.settle(web)
    now, former = web.services.of(live), web.services.of(other(live))
    image = _image(web, now, former, other(live))
    tasks = max(now.wanted, 1)
    say(f"{live} has the traffic: {now.task_definition.rpartition('/')[2]}")
    say(f"{other(live)} gets all of it: {image.tag} ({former.task_definition.rpartition('/')[2]}), {tasks} to run")
    confirm("Go on?", yes)
    switch = Switch(web, live, other(live))
    with switch.or_back():
        switch.begin()
        switch.start(former.task_definition, tasks)
        # What hurts now ends at once: no steps, no smoke tests that what is broken may fail as well.
        switch.shift((ALL,), 0, None)
    switch.finish()
    say(f"done: {other(live)} serves {image.tag}")


def _image(web: Web, now: Service, former: Service, colour: str) -> Image:
    """The image of the version before. Raises Refused when there is none."""
    if former.task_definition == now.task_definition:
        raise Refused(
            f"there is nothing to go back to: {colour} has the same version; deploy one with: make blue-green"
        )
    uri = versions.image_of(versions.described(web.services.ecs, former.task_definition), former.container)
    found = images.find(images.pushed(web.env.client("ecr"), web.env.output("repository")), uri)
    if found is None:
        raise Refused(
            f"there is nothing to go back to: {colour} had {uri.rpartition('/')[2]}, which is not in the "
            f"repository; deploy an older version with: make blue-green TAG=…"
        )
    return found
