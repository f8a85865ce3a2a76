"""What can go wrong in a way that a caller is told about. Each deployable maps these to HTTP in one place."""


class LiveInsightError(Exception):
    """A refusal with a stable `code` for programs and a `message` for people. `status` is the HTTP status."""

    status = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidRequest(LiveInsightError):
    """The request has the wrong shape."""


class NotAuthenticated(LiveInsightError):
    status = 401


class Forbidden(LiveInsightError):
    status = 403


class NotFound(LiveInsightError):
    status = 404


class Conflict(LiveInsightError):
    status = 409


class TooLarge(LiveInsightError):
    status = 413


class TooManyRequests(LiveInsightError):
    """`retry_after_s` is when the next one may be made."""

    status = 429

    def __init__(self, code: str, message: str, retry_after_s: int) -> None:
        super().__init__(code, message)
        self.retry_after_s = retry_after_s


class StoreUnavailable(LiveInsightError):
    """The tables cannot be reached or refuse work for now; the same request may succeed later."""

    status = 503

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__("store_unavailable", message)
        self.retry_after_s = retry_after_s
