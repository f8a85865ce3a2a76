"""What others say theirs costs: compared.toml."""

from dataclasses import dataclass

from deploy.cost.tables import table


@dataclass(frozen=True)
class Published:
    """Events (or requests, or views) a month → US dollars, with what they do not tell."""

    who: str
    prices: dict[int, float]
    note: str
    source: str


def published() -> list[Published]:
    return [
        Published(
            found["who"],
            {int(events): float(usd) for events, usd in found["prices"].items()},
            found["note"],
            found["source"],
        )
        for found in table("compared")["peers"]
    ]
