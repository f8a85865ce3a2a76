"""What happens at the very moment of a call to AWS: something else changes, or AWS refuses."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.awsrequest import AWSResponse

from deploy.web.switch import Web
from tests.integration.deploy.web.installation import Installation

EXPIRED = {
    "xml": b"<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The security token included in the request is "
    b"expired</Message></Error></ErrorResponse>",
    "json": b'{"__type": "ExpiredTokenException", "message": "The security token included in the request is expired"}',
}


class Body:
    """The raw body of an answer, as botocore reads it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


_REGISTERED: list[tuple[Any, str, Callable[..., Any]]] = []


def register(client: Any, event: str, do: Callable[..., Any]) -> None:
    """Let botocore call this function at every such event, until `forget`."""
    client.meta.events.register(event, do)
    _REGISTERED.append((client, event, do))


def forget() -> None:
    """The clients are as they were."""
    while _REGISTERED:
        client, event, do = _REGISTERED.pop()
        client.meta.events.unregister(event, do)


def after(client: Any, operation: str, do: Callable[[], object]) -> None:
    """Do something whenever this operation was answered."""

    def hook(**_: Any) -> None:
        do()

    register(client, f"after-call.*.{operation}", hook)


def answering(client: Any, operation: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what AWS says to this operation."""

    def hook(parsed: dict[str, Any], **_: Any) -> None:
        change(parsed)

    register(client, f"after-call.*.{operation}", hook)


def expire(client: Any) -> None:
    """From now on AWS answers every call of this client as it does when credentials have run out."""

    def hook(request: Any, **_: Any) -> AWSResponse:
        kind = "json" if "X-Amz-Target" in request.headers else "xml"
        return AWSResponse(request.url, 403, {}, Body(EXPIRED[kind]))

    register(client, "before-send.*.*", hook)


def expire_all(web: Web) -> None:
    """Nothing at all is answered any more."""
    for name in ("ecs", "elbv2", "cloudwatch", "ecr", "logs"):
        expire(web.env.client(name))


def shares(installation: Installation, web: Web) -> list[int]:
    """Green's share of the traffic: at first, and after each change from now on."""
    seen = [installation.weights()["green"]]

    def look() -> None:
        share = installation.weights()["green"]
        if share != seen[-1]:
            seen.append(share)

    after(web.traffic.elbv2, "ModifyRule", look)
    return seen
