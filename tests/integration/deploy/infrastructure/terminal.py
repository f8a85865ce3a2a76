"""Somebody at a terminal, or nobody."""

import io


class Terminal(io.StringIO):
    """Standard input that says whether it is a terminal."""

    def __init__(self, somebody: bool) -> None:
        super().__init__()
        self._somebody = somebody

    def isatty(self) -> bool:
        return self._somebody
