"""The `liveinsight` command: the same on the local AWS and on a real account."""

import sys

import typer
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException, TableDoesNotExist

from liveinsight.cli import archive, doctor, goal, import_file, jobs, site, target, token, user
from liveinsight.errors import LiveInsightError

app = typer.Typer(
    help="LiveInsight: sites, people, tokens and jobs of this installation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(site.app, name="site")
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")
app.add_typer(goal.app, name="goal")
app.command("rollup")(jobs.rollup)
app.command("archive")(archive.archive)
app.command("import")(import_file.import_file)
app.command("doctor")(doctor.doctor)


@app.callback()
def _connect() -> None:
    target.connect()


def main() -> None:
    """Run the command; a refusal or an unreachable store is one line on stderr and exit code 1."""
    try:
        app()
    except LiveInsightError as error:
        _fail(error.message)
    except TableDoesNotExist as error:
        _fail(f"{error}; `make up` creates the tables on a laptop, `make infra` in an AWS account")
    except (PynamoDBException, ClientError, BotoCoreError) as error:
        _fail(f"AWS cannot be used: {error}. `liveinsight doctor` shows what is missing")


def _fail(message: str) -> None:
    sys.stderr.write(f"liveinsight: {message}\n")
    sys.exit(1)
