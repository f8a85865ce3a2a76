"""Why a command could not go on: what is wrong, and what to do about it."""

EXPIRED = {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
           "RequestExpired", "SignatureDoesNotMatch", "AuthFailure"}  # fmt: skip
"""What AWS calls it when it does not take somebody's credentials."""
DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"}
"""What it calls it when they may not do something."""


class Refused(Exception):
    """Told to the operator in one line, with the remedy; the command ends with exit code 1."""
