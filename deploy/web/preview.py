"""A colour tried before visitors see it: over the header that only this switch knows.

The way goes through all that visitors pass, CloudFront and load balancer, and is proved before it is used: at first
the load balancer answers with the token itself. Who got that back knows that header and rule work, and that what comes
next is the new colour and not, from a cache or past a proxy that drops headers, the old one.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from deploy.console import say
from deploy.errors import Refused
from deploy.web import underway
from deploy.web.checks import Check, Server, Wrong, named, run
from deploy.web.startup import Patience
from deploy.web.traffic import Traffic
from deploy.web.underway import HEADER, Underway

IN_A_ROW = 3


def try_out(traffic: Traffic, switch: Underway, server: Server, checks: tuple[Check, ...], patience: Patience) -> None:
    """Run the checks against the colour that has no traffic yet.

    Raises Refused when one fails. Where the way is not open from here, says so: then health alone has to do.
    """
    server = replace(server, headers={**server.headers, HEADER: switch.token})
    token = switch.token.encode()
    if not _until(lambda: _body(server) == token, patience):
        say(f"  {server.url} does not lead here to {switch.target} (nobody answers, or a proxy drops {HEADER});")
        say("  not smoke-tested before it has traffic: that its targets are healthy has to do")
        return
    underway.lead(traffic, switch)
    # Several nodes of the load balancer learn of it one after the other.
    if not _until(lambda: all(_body(server) != token for _ in range(IN_A_ROW)), patience):
        raise Refused(f"the load balancer did not lead to {switch.target} within {patience.open_s:.0f} s; try again")
    outcomes = list(run(checks, server))
    for outcome in outcomes:
        say(f"  {switch.target}: {outcome}")
    if failed := named(outcomes):
        raise Refused(f"{switch.target} failed its smoke tests: {failed}")


def _body(server: Server) -> bytes:
    try:
        return server.ask("GET", "/health/").body
    except Wrong:
        return b""


def _until(condition: Callable[[], bool], patience: Patience) -> bool:
    deadline = time.monotonic() + patience.open_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(min(1.0, patience.look_s))
    return True
