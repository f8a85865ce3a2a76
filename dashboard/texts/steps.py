"""Texts for choosing a step and for what is saved under a name, of the pages about funnels and journeys."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return {
        "step.page": gettext("Page"),
        "step.event": gettext("Event"),
        "step.goal": gettext("Goal"),
        "step.kindOf": gettext("{step}: page, event or goal"),
        "step.valueOf": gettext("{step}: which one"),
        "step.pagePlaceholder": gettext("/page or /folder/*"),
        "step.eventPlaceholder": gettext("Name of the event"),
        "step.goalPlaceholder": gettext("Choose a goal"),
        "step.noGoals": gettext("The site has no goals yet"),
        "step.where": gettext("+ property"),
        "step.whereHint": gettext("Count it only with a certain custom property"),
        "step.removeWhere": gettext("Remove this condition"),
        "step.property": gettext("Property"),
        "step.propertyValue": gettext("Value"),
        "step.complexWhere": gettext("with a filter made by the API"),
        "saved.name": gettext("Name"),
        "saved.draft": gettext("Not saved yet"),
        "saved.edit": gettext("Edit"),
        "saved.rename": gettext("Rename"),
        "saved.duplicate": gettext("Duplicate"),
        "saved.delete": gettext("Delete"),
        "saved.copyOf": gettext("{name} (copy)"),
        "saved.deleted": gettext("Deleted: {name}"),
    }
