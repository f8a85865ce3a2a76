"""`liveinsight goal`: what visitors of a site are wanted to do."""

from typing import Annotated

import typer

from liveinsight import goals, sites
from liveinsight.errors import NotFound
from liveinsight.goals import Wanted

app = typer.Typer(help="Goals: what visitors of a site are wanted to do.", no_args_is_help=True)
Site = Annotated[str, typer.Option(help="Key of the site; `site list` shows it.")]


@app.command()
def add(
    site: Site,
    event: Annotated[str | None, typer.Option(help="Name of a custom event.")] = None,
    page: Annotated[str | None, typer.Option(help="A path, `*` for any text.")] = None,
    name: Annotated[str | None, typer.Option(help="What it is called; made of event or page when left out.")] = None,
    currency: Annotated[str | None, typer.Option(help="Sum up revenue in this currency, for example EUR.")] = None,
) -> None:
    """Set a goal and print its id."""
    typer.echo(goals.add(site, Wanted(name=name, event=event, page=page, currency=currency)).id)


@app.command("list")
def list_(site: Site) -> None:
    """Print id, event or page, currency and name of every goal."""
    for goal in goals.every(sites.get(site).key):
        typer.echo(f"{goal.id}\t{goal.event or goal.page}\t{goal.currency}\t{goal.name}")


@app.command()
def remove(site: Site, goal: Annotated[str, typer.Argument(help="The goal's id or name.")]) -> None:
    """Delete a goal. It can be restored through the API for 30 days."""
    known = goals.every(sites.get(site).key)
    found = next((known_goal.id for known_goal in known if goal in (known_goal.id, known_goal.name)), None)
    if found is None:
        raise NotFound("unknown_goal", f"the site has no goal {goal!r}; `liveinsight goal list` shows all")
    goals.delete(site, found)
