"""The endpoints of a kind of things that people save for a site. One declaration serves every kind."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import asdict

from dashboard import history
from dashboard.api.endpoint import Endpoint
from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import goals
from liveinsight.query.answer import QueriedSite
from liveinsight.saved.collection import MOST_NAME, Named
from liveinsight.saved.kind import Kind
from liveinsight.sites import Site

Thing = TypeVar("Thing", bound=Named)
Name = Annotated[str, Meta(min_length=1, max_length=MOST_NAME, description="Unique in the site, whatever the case.")]


class SavedList(Paging, kw_only=True, forbid_unknown_fields=True):
    deleted: Annotated[bool, Meta(description="Those that were deleted and can be restored.")] = False


def declare(noun: Noun, kind: Kind[Thing], new: type[Struct], changes: type[Struct], example: dict[str, Any]) -> None:
    """Serve this kind under the noun's name. `new` is what POST and PUT take, `changes` what PATCH takes."""
    handlers, thing, title = _Handlers(kind), kind.collection.of, f"a {kind.collection.one}"
    all_of: Any = Page[thing]  # type: ignore[valid-type]
    path = f"/api/v2/sites/{{site}}/{noun.name}"
    one = f"{path}/{{saved}}"
    wanted = {"takes": new, "example": example}
    renaming = {"takes": changes, "example": {"name": example["name"]}}
    for endpoint in (
        _reading(path, handlers.every, f"List the {noun.name}", query=SavedList, gives=all_of),
        _reading(one, handlers.get, f"Look at {title}", gives=thing),
        _writing("POST", path, handlers.create, f"Save {title}", gives=thing, status=201, **wanted),
        _writing("PATCH", one, handlers.change, f"Change {title}", gives=thing, **renaming),
        _writing("PUT", one, handlers.replace, f"Replace {title}", gives=thing, **wanted),
        _writing("DELETE", one, handlers.delete, f"Delete {title}", status=204),
        _writing("POST", f"{one}/restore", handlers.restore, f"Restore {title}", gives=thing),
    ):
        noun.add(endpoint)


@dataclass(slots=True, frozen=True)
class _Handlers(Generic[Thing]):
    """What the endpoints of a kind do."""

    kind: Kind[Thing]

    def every(self, site: Site, query: SavedList) -> Page[Thing]:
        """By name."""
        return page(self.kind.collection.every(site.key, query.deleted), query)

    def get(self, site: Site, saved: str) -> Thing:
        return self.kind.collection.get(site.key, saved)

    def create(self, site: Site, body: Struct) -> Thing:
        """Checked as a question is: goals that it names must be there, regular expressions must be ones."""
        return self.kind.add(asdict(body), _as_it_is(site), history.engine())

    def change(self, site: Site, saved: str, body: Struct) -> Thing:
        """What is left out, or null, stays as it is."""
        return self.kind.change(saved, asdict(body), _as_it_is(site), history.engine())

    def replace(self, site: Site, saved: str, body: Struct) -> Thing:
        """What is left out gets its default."""
        return self.kind.put(saved, asdict(body), _as_it_is(site), history.engine())

    def delete(self, site: Site, saved: str) -> None:
        """It can be restored within 30 days."""
        self.kind.collection.delete(site.key, saved)

    def restore(self, site: Site, saved: str) -> Thing:
        """Refused with 409 while another one has its name."""
        return self.kind.collection.restore(site.key, saved)


def _as_it_is(site: Site) -> QueriedSite:
    """The site with its goals of this moment: one that another process has just set may be saved at once."""
    return QueriedSite(site.key, site.timezone, goals.current(site.key))


def _reading(path: str, handler: Callable[..., Any], summary: str, **values: Any) -> Endpoint:
    return _endpoint("GET", path, handler, summary, access="read", **values)


def _writing(method: str, path: str, handler: Callable[..., Any], summary: str, **values: Any) -> Endpoint:
    return _endpoint(method, path, handler, summary, access="admin", errors=(409,), **values)


def _endpoint(method: str, path: str, handler: Callable[..., Any], summary: str, **values: Any) -> Endpoint:
    types = {"site": Site, "saved": str, "query": values.get("query"), "body": values.get("takes")}
    return Endpoint(
        name=handler.__name__,
        method=method,
        path=path,
        handler=handler,
        parameters={name: types[name] for name in inspect.signature(handler).parameters},
        summary=summary,
        description=inspect.getdoc(handler) or "",
        **values,
    )
