"""What a switch that broke off has left, put in order from what AWS says."""

from deploy.console import say
from deploy.errors import Refused
from deploy.web import underway
from deploy.web.services import other
from deploy.web.switch import Web, stop
from deploy.web.traffic import ALL, most, told
from deploy.web.underway import Underway


def look(web: Web) -> Underway | None:
    """The switch that broke off, or is going on; says what it left."""
    found = underway.find(web.traffic)
    if found:
        say(f"a switch from {found.source} to {found.target} began at {found.since} and has not ended:")
        say(f"  traffic: {told(web.traffic.weights())}; it broke off, or somebody else is at it right now")
    return found


def settle(web: Web) -> str:
    """Put all traffic at one colour, stop the other, take the trace away. The colour that has the traffic.

    A switch that had moved all of it is ended; one that had not is taken back. Weights that somebody has set by hand go
    to the colour that had most.
    """
    found = underway.find(web.traffic)
    weights = web.traffic.weights()
    if found is None:
        live = most(weights)
        if weights[live] != ALL:
            _all_to(web, live)
        return live
    if weights[found.target] == ALL:
        web.scaling.keep(found.target, max(web.scaling.least(found.source), 1))
        web.scaling.keep(found.source, 0)
        web.services.stop(found.source)
        say(f"{found.target} has all traffic: {found.source} is stopped, and the switch of {found.since} is over")
        underway.end(web.traffic, found)
        return found.target
    take_back(web, found)
    return found.source


def take_back(web: Web, found: Underway) -> None:
    """All traffic where it came from, the other colour stopped, with the version it had. Raises Refused when what it
    came from does not run any more.
    """
    if web.traffic.weights()[found.source] != ALL:
        _all_to(web, found.source)
    web.scaling.keep(found.source, max(web.scaling.least(found.source), 1))
    web.scaling.keep(found.target, 0)
    stop(web.services, found.target, found.before)
    say(f"{found.target} is stopped, and the switch of {found.since} is taken back")
    underway.end(web.traffic, found)


def _all_to(web: Web, colour: str) -> None:
    health = web.services.health(colour)
    if not health["healthy"] and web.services.health(other(colour))["healthy"]:
        raise Refused(
            f"{colour}, where the traffic would go back to, has no healthy task, and {other(colour)} has; "
            f"start {web.services.names[colour]} (aws ecs update-service --desired-count …) and try again"
        )
    say(f"traffic: {told(web.traffic.give(colour, ALL))}")
