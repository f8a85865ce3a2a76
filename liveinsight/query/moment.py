"""Sources whose rows change while questions are asked."""

from typing import Protocol, runtime_checkable

from liveinsight.query.relations import Source


@runtime_checkable
class Changing(Protocol):
    """A source that can say how a site is at one moment, so that both relations of a question fit together."""

    def moment(self, site: str, /) -> Source:
        """What one question reads from; later changes of the site do not show in it."""
