"""Why a command could not go on: what is wrong, and what to do about it."""


class Refused(Exception):
    """Told to the operator in one line, with the remedy; the command ends with exit code 1."""
