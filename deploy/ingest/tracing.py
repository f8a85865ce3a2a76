"""Traces of the functions: Chalice switches them on, and never off again."""

from deploy.environment import Environment
from deploy.ingest.versions import function_names, wait


def follow(aws: Environment, stage: str) -> None:
    """Switch traces off where Terraform's output says so. Raises Refused when a function does not take it."""
    if aws.output("collector")["x_ray"]:
        return
    client = aws.client("lambda")
    for name in function_names(stage):
        if client.get_function_configuration(FunctionName=name).get("TracingConfig", {}).get("Mode") == "Active":
            client.update_function_configuration(FunctionName=name, TracingConfig={"Mode": "PassThrough"})
            wait(client, name)
