"""The resources of a plan, in Terraform's JSON."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from deploy.cost.tables import table

Resource = Mapping[str, Any]
"""What is known of a resource before it is made: its arguments by name."""


class Plan:
    """What would be there after an apply. Notes which types were asked about, so that none is forgotten."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.asked: set[str] = set()
        self._resources = [
            (found["type"], found["address"], found["change"]["after"] or {})
            for found in data["resource_changes"]
            if found["mode"] == "managed" and found["change"]["actions"] != ["delete"]
        ]

    @property
    def types(self) -> Counter[str]:
        """How many resources there are of each type."""
        return Counter(kind for kind, _, _ in self._resources)

    def unknown(self) -> Counter[str]:
        """Those that resources.toml does not know, and endpoints of the kind that is paid by the hour."""
        known = table("resources")
        found = Counter({kind: n for kind, n in self.types.items() if kind not in known["priced"] | known["free"]})
        paid = sum(endpoint.get("vpc_endpoint_type") != "Gateway" for endpoint in self._of("aws_vpc_endpoint"))
        return found + Counter({"aws_vpc_endpoint (not a gateway)": paid})

    def all(self, kind: str, within: str = "") -> list[Resource]:
        """The resources of a type whose address contains `within`."""
        self.asked.add(kind)
        return self._of(kind, within)

    def at(self, kind: str) -> dict[str, Resource]:
        """Address → resource."""
        self.asked.add(kind)
        return {address: after for found, address, after in self._resources if found == kind}

    def count(self, kind: str, within: str = "") -> int:
        return len(self.all(kind, within))

    def has(self, kind: str, within: str = "") -> bool:
        return bool(self.all(kind, within))

    def _of(self, kind: str, within: str = "") -> list[Resource]:
        return [after for found, address, after in self._resources if found == kind and within in address]


def blocks(resource: Resource, name: str) -> list[Resource]:
    """The blocks of a name in a resource, of which there may be none."""
    return [block for block in resource.get(name) or () if block is not None]
