"""Texts of notes: on the chart, and in the settings."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return {
        "note.add": gettext("Add a note"),
        "note.change": gettext("Change the note"),
        "note.day": gettext("Day"),
        "note.time": gettext("Time, if it matters"),
        "note.text": gettext("Note"),
        "note.hint": gettext("Shown on the chart, for example: new checkout."),
        "note.delete": gettext("Delete"),
        "note.deleted": gettext("The note “{name}” is deleted."),
    }
