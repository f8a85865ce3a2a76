"""The commands: each is a function of the room that does the work."""

import sys

import typer
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from deploy import infrastructure
from deploy.cost.command import cost
from deploy.cost.page import cost_page
from deploy.destroy import destroy
from deploy.doctor.command import doctor
from deploy.errors import DENIED, EXPIRED, Refused
from deploy.everything import deploy
from deploy.image.build import image
from deploy.image.push import push
from deploy.ingest import commands as collector
from deploy.restore.command import restore
from deploy.rotate import rotate
from deploy.scripts import scripts
from deploy.web.blue_green import blue_green
from deploy.web.rollback import rollback
from deploy.web.smoke import smoke

app = typer.Typer(
    help="Operating an installation in AWS: make, change, check, roll back, restore, take down.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _of() -> None:
    """Commands are added below; with this, typer takes even a single one by its name."""


app.command("plan")(infrastructure.plan)
app.command("infra")(infrastructure.infra)
app.command("destroy")(destroy)
app.command("deploy-edge")(infrastructure.deploy_edge)
app.command("ingest")(collector.ingest)
app.command("rollback-collector")(collector.rollback_collector)
app.command("scripts")(scripts)
app.command("image")(image)
app.command("push")(push)
app.command("cost")(cost)
app.command("cost-page")(cost_page)
app.command("deploy")(deploy)
app.command("doctor")(doctor)
app.command("rotate")(rotate)
app.command("blue-green")(blue_green)
app.command("rollback")(rollback)
app.command("smoke")(smoke)
app.command("restore")(restore)


def main() -> None:
    """Run a command; what stops it is one line on stderr, with the remedy, and exit code 1."""
    try:
        app()
    except Refused as refused:
        _fail(str(refused))
    except NoCredentialsError:
        _fail("AWS does not know who you are; log in (aws sso login, aws configure) and try again")
    except ClientError as error:
        _fail(_said(error))
    except BotoCoreError as error:
        _fail(f"AWS cannot be reached: {error}")


def _said(error: ClientError) -> str:
    code = error.response.get("Error", {}).get("Code", "")
    if code in EXPIRED:
        return f"AWS refuses your credentials ({code}); log in again (aws sso login, aws configure)"
    if code in DENIED:
        return f"{error}. docs/operations/infrastructure.md lists the permissions that an operator needs"
    return str(error)


def _fail(message: str) -> None:
    sys.stderr.write(f"deploy: {message}\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
