"""The engine over Athena: the same questions, the same answers, no data on this machine."""

from liveinsight.athena.client import Athena
from liveinsight.athena.dialect import translate
from liveinsight.athena.source import GlueTables
from liveinsight.query.engine import Engine, Limits, Rows
from liveinsight.query.relations import Extent, Source
from liveinsight.query.sql import Statement
from liveinsight.settings import Settings

_CHECKS_ONLY = Limits(memory_mb=64, threads=1)


class AthenaEngine(Engine):
    """Runs statements on Athena. DuckDB is here only to check regular expressions, so that both engines refuse
    the same ones."""

    def __init__(self, source: Source, athena: Athena) -> None:
        super().__init__(source, _CHECKS_ONLY)
        self._athena = athena

    def run(self, statement: Statement, site: str, extent: Extent) -> Rows:
        """All rows of the statement, in the types in which DuckDB gives them.

        Raises `QueryRefused` (503) for a query that takes too long or that Athena cannot run now, `NotOnAthena`
        (400) for a statement that was written for DuckDB alone.
        """
        relations = self._relations(statement, site, extent)
        values = dict(statement.values)
        for relation in relations.values():
            values |= relation.values
        text = statement.over({name: relation.sql for name, relation in relations.items()})
        warnings = [warning for relation in relations.values() for warning in relation.warnings]
        return Rows(self._athena.rows(translate(text, values)), tuple(dict.fromkeys(warnings)))


def engine(settings: Settings) -> AthenaEngine:
    """The engine for `LIVEINSIGHT_QUERY_ENGINE=athena`; its tables are those of `liveinsight.athena.tables`."""
    return AthenaEngine(GlueTables(settings), Athena(settings))
