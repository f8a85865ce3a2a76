"""What the terminal shows and what goes to log files only."""

import json
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from honcho.manager import SYSTEM_PRINTER_NAME
from honcho.printer import Message, Printer

MOST_LOG = 5_000_000
"""Bytes; a log that grows over it moves to `NAME.log.1` and begins anew."""
SPOKESMAN = "stack"
"""The process that speaks to the person at the terminal: its lines have no prefix."""


class Console(Printer):  # type: ignore[misc]  # honcho has no types
    """Every line goes to `NAME.log` in the folder; the terminal gets what a person wants to know."""

    def __init__(self, folder: Path) -> None:
        super().__init__(sys.stdout)
        self._folder = folder
        self._logs: dict[str, logging.Handler] = {}
        self._silent = False

    def write(self, message: Message) -> None:
        text = message.data.decode(errors="replace") if isinstance(message.data, bytes) else message.data
        for line in text.splitlines():
            self._log(message.name).emit(_record(line))
            if message.name != SYSTEM_PRINTER_NAME:
                self._show(message, line)

    def close(self) -> None:
        """Close the log files."""
        for log in self._logs.values():
            log.close()

    def _show(self, message: Message, line: str) -> None:
        shown = line if message.name == SPOKESMAN else for_people(line)
        if shown is None or self._silent:
            return
        try:
            if message.name == SPOKESMAN:
                print(shown, file=self.output, flush=True)
            else:
                super().write(message._replace(data=shown))
        except OSError:
            # Nobody reads the terminal any more; that is no reason to leave processes behind.
            self._silent = True

    def _log(self, name: str) -> logging.Handler:
        if name not in self._logs:
            file = self._folder / f"{name}.log"
            file.unlink(missing_ok=True)
            self._logs[name] = RotatingFileHandler(file, maxBytes=MOST_LOG, backupCount=1, encoding="utf-8")
        return self._logs[name]


def for_people(line: str) -> str | None:
    """The line as the terminal shows it; None for metrics and the small talk of servers."""
    if "[INFO]" in line or "[DEBUG]" in line:
        return None
    if not line.startswith("{"):
        return line
    try:
        entry: Any = json.loads(line)
    except ValueError:
        return line
    if "_aws" in entry or "message" not in entry:
        return None
    text = str(entry["message"])
    return text if entry.get("level") == "INFO" else f"{entry.get('level')}: {text}"


def _record(line: str) -> logging.LogRecord:
    return logging.LogRecord("", logging.INFO, "", 0, line, None, None)
