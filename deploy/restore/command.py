"""`restore`: tables brought back beside the ones in use, compared with them, and put back into them."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException

from deploy.console import confirm, say
from deploy.environment import Environment, environment
from deploy.errors import Refused
from deploy.options import Env, Yes
from deploy.restore import anew, copies, into_place, items, rehearsal
from deploy.restore.binding import settings_of
from deploy.restore.comparison import compare, told
from deploy.restore.copies import Copy
from deploy.restore.origin import WAYS, Archive, Backup, Origin, found
from liveinsight import tables
from liveinsight.cli.turn import when_free
from liveinsight.errors import LiveInsightError

LONGEST_WAIT_S = 1000.0
"""Longer than rollup and archive may take, for which putting back waits."""


@dataclass(frozen=True)
class Asked:
    """What the operator asked for; `origin` as it was written."""

    origin: str
    to: str = ""
    vault: str = ""
    only: str = ""
    into_place: bool = False
    rehearse: bool = False
    discard: bool = False
    yes: bool = False


def restore(
    env: Env,
    origin: Annotated[str, typer.Option("--from", help=f"From where: {WAYS}.")],
    to: Annotated[str, typer.Option(help="Prefix of the new tables, instead of one that names the time.")] = "",
    vault: Annotated[str, typer.Option(help="Another backup vault, such as the one of the copies.")] = "",
    tables: Annotated[str, typer.Option("--tables", help="Only these: Events,Sessions,Settings,ActiveSessions.")] = "",
    into_place: Annotated[
        bool, typer.Option("--into-place", help="Put back into the tables in use what they lack; overwrites nothing.")
    ] = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Into tables that are thrown away; exit code 1 when something is wrong.")
    ] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Delete the new tables of an earlier restore.")] = False,
    yes: Yes = False,
) -> None:
    """Bring tables back from a point in time, a backup or the archive, beside the ones in use; safe to repeat."""
    if sum((into_place, rehearse, discard)) > 1:
        raise Refused("--into-place, --rehearse and --discard exclude each other; give one of them")
    asked = Asked(origin, to, vault, tables, into_place, rehearse, discard, yes)
    run(environment(env), asked, int(time.time() * 1000))


def run(env: Environment, asked: Asked, now_ms: int) -> None:
    """Do what was asked; `now_ms` is the time. Raises Refused, or what AWS answered."""
    with _our_errors():
        if asked.discard and asked.to:  # whatever they were made from may be gone by now
            _discard(env, copies.planned(env, asked.to), asked.yes)
            return
        origin = found(env, asked.origin, asked.vault, restorable=not asked.discard)
        prefix = _prefix(env, asked, origin)
        every = _in(origin, copies.planned(env, prefix))
        if asked.discard:
            _discard(env, every, asked.yes)
        elif asked.rehearse:
            _rehearse(env, origin, prefix, every, now_ms)
        else:
            _restore(env, asked, origin, prefix, every, now_ms)


@contextmanager
def _our_errors() -> Iterator[None]:
    """What LiveInsight's own code raises, in terms of this room."""
    try:
        yield
    except LiveInsightError as error:
        raise Refused(f"{error.message}. What was restored is kept; the same command again goes on") from error
    except PynamoDBException as error:
        if isinstance(error.cause, ClientError):
            raise error.cause from error
        raise Refused(f"DynamoDB: {error}. The same command again goes on") from error


def _prefix(env: Environment, asked: Asked, origin: Origin) -> str:
    """The same for the same origin, so that a repeated command goes on."""
    if asked.rehearse and asked.to:
        raise Refused("a rehearsal names its tables itself; leave TO out")
    between = "rehearsal-" if asked.rehearse else ""
    return asked.to or f"{env.project}-{between}{origin.stamp}"


def _in(origin: Origin, every: list[Copy]) -> list[Copy]:
    """Those that the origin can fill: a backup may be of some tables only."""
    held = [copy for copy in every if not isinstance(origin, Backup) or copy.live in origin.arns]
    if lacking := [copy.kind for copy in every if copy not in held]:
        say(
            f"Not in {origin}: {', '.join(lacking)}. Restore these from a time within the last 35 days "
            "(such as FROM=2026-11-22T10:00:00Z), or make events and visits anew (FROM=archive)."
        )
    return held


def _discard(env: Environment, every: Sequence[Copy], yes: bool) -> None:
    there = [copy for copy in every if copies.describe(env, copy.name) is not None]
    if not there:
        say("There are no such tables.")
        return
    anew.check_made_here(env, there)
    confirm(f"Delete {', '.join(copy.name for copy in there)}? The tables in use stay.", yes)
    for name in copies.discard(env, there):
        say(f"{name}: deleted")


def _rehearse(env: Environment, origin: Origin, prefix: str, every: Sequence[Copy], now_ms: int) -> None:
    """Whatever happens, the tables are gone afterwards; those of a rehearsal that was killed are used, and go too."""
    anew.check_made_here(env, every)
    say(f"Rehearsal: {origin}, into tables that are deleted afterwards. The tables in use are only read.")
    started = time.monotonic()
    try:
        if isinstance(origin, Archive):
            report = anew.make(env, every, prefix, now_ms)
            wrong = list(rehearsal.problems_of_archive(env, every, report.to, now_ms))
        else:
            copies.make(env, origin, every, now_ms)
            point_ms = int(origin.at.timestamp() * 1000)
            wrong = list(rehearsal.problems(rehearsal.compared(env, every, point_ms, now_ms)))
    finally:
        copies.discard(env, every)
    if wrong:
        raise Refused(f"the rehearsal found: {'; '.join(wrong)}")
    say(f"The rehearsal went well, in {time.monotonic() - started:.0f} s.")


def _restore(env: Environment, asked: Asked, origin: Origin, prefix: str, every: Sequence[Copy], now_ms: int) -> None:
    wanted = _wanted(every, asked.only)
    names = every if isinstance(origin, Archive) else wanted
    say(f"Restores {origin} into new tables: {', '.join(copy.name for copy in names)}.")
    say("The tables in use stay as they are.")
    confirm("Go on?", asked.yes)
    if isinstance(origin, Archive):
        anew.make(env, every, prefix, now_ms)
    else:
        copies.make(env, origin, wanted, now_ms)
    gone = [copy.live for copy in wanted if copies.describe(env, copy.live) is None]
    _report(env, [copy for copy in wanted if copy.live not in gone], origin, now_ms)
    if gone:
        raise Refused(f"{', '.join(gone)} are gone; make infra ENV={env.name} makes them, then INTO_PLACE=1 fills them")
    if asked.into_place:
        _put_back(env, wanted, origin, now_ms, asked.yes)
    else:
        say(
            f"Nothing in use was changed. Restore once more from {origin.name}: with --into-place, what is missing is "
            "put back; with --discard, the new tables are deleted."
        )


def _wanted(every: Sequence[Copy], only: str) -> list[Copy]:
    kinds = {kind.strip() for kind in only.split(",") if kind.strip()} or {copy.kind for copy in every}
    if unknown := kinds - {copy.kind for copy in every}:
        raise Refused(f"TABLES={only!r}: there is no {', '.join(sorted(unknown))}; there are "
                      f"{', '.join(copy.kind for copy in every)}")  # fmt: skip
    return [copy for copy in every if copy.kind in kinds]


def _report(env: Environment, wanted: Sequence[Copy], origin: Origin, now_ms: int) -> None:
    for copy in wanted:
        live = items.count(env.client("dynamodb"), copy.live)
        for line in told(copy, compare(env, copy, copy.name, copy.live, now_ms), live):
            say(line)
    if isinstance(origin, Archive):
        say(
            "Events of closed days have numbers for their ids, so they are not the same as those in use: they are put "
            "back only into hours of which nothing is left."
        )


def _put_back(env: Environment, wanted: Sequence[Copy], origin: Origin, now_ms: int, yes: bool) -> None:
    say(
        "Puts back what the tables in use lack, and overwrites nothing. What was deleted on purpose since comes back, "
        "too: people, tokens and share links above all. Rollup and archive wait meanwhile."
    )
    confirm("Put back?", yes)
    settings = settings_of(env, env.project)
    tables.bind(settings)
    point_ms = now_ms if isinstance(origin, Archive) else int(origin.at.timestamp() * 1000)
    done = when_free(lambda: into_place.put_back(env, wanted, settings, point_ms, now_ms), LONGEST_WAIT_S)
    for kind, found_there in done.compared.items():
        left = found_there.missing - found_there.put
        passed = f"; {left:,} left out (out of date, or known otherwise)" if left else ""
        say(f"{env.project}-{kind}: {found_there.put:,} items put back{passed}")
    if done.marked:
        say(f"{done.marked:,} hours are worked out again by rollup and archive, within the next two hours.")
