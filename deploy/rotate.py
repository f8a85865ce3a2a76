"""`rotate`: a new key that signs log-ins. docs/operations/rotate.md tells of the other secrets."""

import json

from botocore.exceptions import WaiterError

from deploy import infrastructure
from deploy.console import confirm, say
from deploy.doctor.load_balancer import live, weights
from deploy.environment import Environment, environment
from deploy.errors import Refused
from deploy.options import Env, Yes
from deploy.terraform import Terraform

VERSION = "secret_key_version"
FIRST = 1


def rotate(env: Env, yes: Yes = False) -> None:
    """Replace the key that signs log-ins, and the tasks that read it. Everybody has to log in again."""
    aws = environment(env)
    say(
        "Terraform writes a new random key, then the dashboard's tasks are replaced without a pause. Everybody has to "
        "log in again; data, tokens and share links stay as they are"
    )
    confirm(f"Replace the key of {aws.name}?", yes)
    replace(aws, yes)
    restart(aws)
    say(f"{aws.name} signs log-ins with a new key")


def replace(aws: Environment, yes: bool) -> None:
    """Have Terraform write a new key: it does so for another version. Raises Refused, with the version as before."""
    own = aws.terraform.own
    before = own.read_text() if own.is_file() else None
    infrastructure.choose(aws.terraform, **{VERSION: version(aws.terraform) + 1})
    try:
        infrastructure.apply(aws.terraform, aws, yes)
    except Refused:
        # Or the next `infra`, whatever it is for, would replace the key.
        if before is None:
            own.unlink()
        else:
            own.write_text(before)
        raise


def version(terraform: Terraform) -> int:
    """Which key it is, by this installation's own settings."""
    own = json.loads(terraform.own.read_text()) if terraform.own.is_file() else {}
    return int(own.get(VERSION, FIRST))


def restart(aws: Environment) -> None:
    """Replace the tasks of the service that has the traffic; they read the key when they start. Raises Refused."""
    client, cluster = aws.client("ecs"), aws.output("cluster")
    services = [aws.output("services")[colour] for colour in live(weights(aws))]
    for service in services:
        say(f"Replacing the tasks of {service}")
        client.update_service(cluster=cluster, service=service, forceNewDeployment=True)
    if not services:
        return
    try:
        client.get_waiter("services_stable").wait(cluster=cluster, services=services)
    except WaiterError as error:
        raise Refused(
            f"the new key is written, but the tasks of {', '.join(services)} are not replaced yet; those that run "
            f"still take log-ins of before. See why with: make doctor ENV={aws.name}"
        ) from error
