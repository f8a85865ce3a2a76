"""What Athena may answer, spoken by a small server: throttling, waiting, failing, pages. botocore and HTTP are real."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from liveinsight.athena import client
from liveinsight.athena.client import Athena, Patience
from liveinsight.athena.engine import engine
from liveinsight.errors import InvalidRequest
from liveinsight.query.engine import QueryRefused
from liveinsight.query.relations import Extent
from liveinsight.query.sql import Statement
from liveinsight.settings import Settings
from tests.integration.query.world import Tables

Answers = dict[str, Callable[[dict[str, Any], int], tuple[int, dict[str, Any]]]]
NEVER = Extent((0, 0), (0, 0))
QUICK = Patience(seconds=5, first_pause=0.01, longest_pause=0.02)


class Scripted:
    """Answers calls by their name; each answer is told the request and how often it was asked before."""

    def __init__(self, answers: Answers) -> None:
        self.calls: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                name = self.headers["X-Amz-Target"].rpartition(".")[2]
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                before = scripted.calls.count(name)
                scripted.calls.append(name)
                scripted.bodies.append(body)
                status, answer = answers[name](body, before)
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                """Tests print nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def athena(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Athena, Scripted]]]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    started: list[Scripted] = []

    def start(patience: Patience = QUICK, **answers: Any) -> tuple[Athena, Scripted]:
        known: Answers = {
            "StartQueryExecution": lambda _body, before: (200, {"QueryExecutionId": f"q{before}"}),
            "GetQueryExecution": state("SUCCEEDED"),
            "GetQueryResults": lambda _body, _before: (200, results(["n"], [["1"]])),
            "StopQueryExecution": lambda _body, _before: (200, {}),
        }
        made = Scripted({**known, **answers})
        started.append(made)
        return Athena(Settings(endpoint_url=made.endpoint, athena_workgroup="w", athena_database="d"), patience), made

    yield start
    for made in started:
        made.server.shutdown()
        made.server.server_close()


def state(*names: str, **more: Any) -> Callable[[dict[str, Any], int], tuple[int, dict[str, Any]]]:
    """One state a call; the last one stays."""

    def answer(_body: dict[str, Any], before: int) -> tuple[int, dict[str, Any]]:
        return 200, {"QueryExecution": {"Status": {"State": names[min(before, len(names) - 1)], **more}}}

    return answer


def results(header: list[str], rows: list[list[str]], token: str = "") -> dict[str, Any]:
    cells = [{"Data": [{"VarCharValue": cell} for cell in row]} for row in ([header] if header else []) + rows]
    metadata = {"ColumnInfo": [{"Name": "n", "Type": "bigint"}]}
    return {
        "ResultSet": {"Rows": cells, "ResultSetMetadata": metadata},
        **({"NextToken": token} if token else {}),
    }


def throttled(times: int, then: dict[str, Any]) -> Callable[[dict[str, Any], int], tuple[int, dict[str, Any]]]:
    refusal = {"__type": "TooManyRequestsException", "Message": "You have exceeded the limit"}
    return lambda _body, before: (400, refusal) if before < times else (200, then)


def test_a_query_says_where_it_runs_and_where_its_answer_goes(athena: Any) -> None:
    run, server = athena()
    assert run.rows('SELECT 1 AS "n"') == [(1,)]
    assert server.calls == ["StartQueryExecution", "GetQueryExecution", "GetQueryResults"]
    asked = server.bodies[0]
    assert asked["WorkGroup"] == "w"
    assert asked["QueryExecutionContext"] == {"Database": "d"}
    assert asked["ResultConfiguration"] == {"OutputLocation": "s3://liveinsight-archive/query-results/"}
    assert asked["ClientRequestToken"]


def test_too_many_calls_are_tried_again(athena: Any) -> None:
    run, server = athena(StartQueryExecution=throttled(2, {"QueryExecutionId": "q"}))
    assert run.rows("SELECT 1") == [(1,)]
    assert server.calls.count("StartQueryExecution") == 3
    tokens = {body["ClientRequestToken"] for body in server.bodies if "ClientRequestToken" in body}
    assert len(tokens) == 1, "a call that is repeated must not start a second query"


def test_too_many_calls_for_too_long_end_with_503(athena: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 2)
    run, _ = athena(StartQueryExecution=throttled(99, {}))
    with pytest.raises(QueryRefused) as refused:
        run.rows("SELECT 1")
    assert (refused.value.status, refused.value.code) == (503, "query_busy")


def test_a_query_is_waited_for(athena: Any) -> None:
    run, server = athena(GetQueryExecution=state("QUEUED", "RUNNING", "RUNNING", "SUCCEEDED"))
    assert run.rows("SELECT 1") == [(1,)]
    assert server.calls.count("GetQueryExecution") == 4


def test_a_query_that_takes_too_long_is_stopped_and_ends_with_503(athena: Any) -> None:
    run, server = athena(Patience(0.2, first_pause=0.01), GetQueryExecution=state("RUNNING"))
    with pytest.raises(QueryRefused, match=r"longer than 0\.2 s") as refused:
        run.rows("SELECT 1")
    assert (refused.value.status, refused.value.code) == (503, "query_timeout")
    assert server.calls[-1] == "StopQueryExecution"
    assert server.bodies[-1] == {"QueryExecutionId": "q0"}


def test_a_question_may_take_what_the_settings_say(athena: Any) -> None:
    _, server = athena(GetQueryExecution=state("RUNNING"))
    slow = engine(Settings(endpoint_url=server.endpoint, query_engine="athena", query_seconds=1))
    slow.source = Tables()  # the server speaks Athena only
    with pytest.raises(QueryRefused, match=r"longer than 1 s") as refused:
        slow.run(Statement('asked AS (SELECT 1 AS "n") SELECT * FROM asked', {}, frozenset()), "site", NEVER)
    assert (refused.value.status, refused.value.code) == (503, "query_timeout")
    assert server.calls[-1] == "StopQueryExecution"


def test_a_question_waits_for_its_turn_but_not_for_ever(athena: Any) -> None:
    going, done = threading.Event(), threading.Event()

    def slow(_body: dict[str, Any], _before: int) -> tuple[int, dict[str, Any]]:
        going.set()
        done.wait(5)
        return state("SUCCEEDED")({}, 0)

    run, server = athena(Patience(0.3, concurrent=1), GetQueryExecution=slow)
    first = threading.Thread(target=run.rows, args=("SELECT 1",))
    first.start()
    going.wait(5)
    with pytest.raises(QueryRefused) as refused:
        run.rows("SELECT 2")
    done.set()
    first.join()
    assert refused.value.code == "query_timeout"
    assert server.calls.count("StartQueryExecution") == 1


def test_what_athena_calls_retryable_is_asked_once_more(athena: Any) -> None:
    failed = state("FAILED", StateChangeReason="HIVE_FILESYSTEM_ERROR", AthenaError={"Retryable": True})

    def answer(body: dict[str, Any], before: int) -> tuple[int, dict[str, Any]]:
        return failed(body, before) if body["QueryExecutionId"] == "q0" else state("SUCCEEDED")(body, before)

    run, server = athena(GetQueryExecution=answer)
    assert run.rows("SELECT 1") == [(1,)]
    assert server.calls.count("StartQueryExecution") == 2
    again, server = athena(GetQueryExecution=failed)
    with pytest.raises(QueryRefused):
        again.rows("SELECT 1")
    assert server.calls.count("StartQueryExecution") == 2


@pytest.mark.parametrize(
    ("reason", "error", "code"),
    [
        ("INVALID_FUNCTION_ARGUMENT: (", InvalidRequest, "invalid_filters"),
        ("Query exhausted resources at this scale factor", QueryRefused, "query_memory"),
        ("SYNTAX_ERROR: line 1:8", QueryRefused, "query_failed"),
    ],
)
def test_a_query_that_fails_says_why(athena: Any, reason: str, error: type[Exception], code: str) -> None:
    run, _ = athena(GetQueryExecution=state("RUNNING", "FAILED", StateChangeReason=reason))
    with pytest.raises(error) as refused:
        run.rows("SELECT 1")
    assert getattr(refused.value, "code", None) == code


def test_pages_are_put_together_and_names_of_columns_are_no_row(athena: Any) -> None:
    def answer(body: dict[str, Any], _before: int) -> tuple[int, dict[str, Any]]:
        if "NextToken" not in body:
            return 200, results(["n"], [["1"], ["2"]], token="more")
        return 200, results([], [["3"]])

    run, _ = athena(GetQueryResults=answer)
    assert run.rows("SELECT 1") == [(1,), (2,), (3,)]


def test_an_athena_that_is_not_there_ends_with_503(athena: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    run, server = athena()
    server.server.shutdown()
    server.server.server_close()
    with pytest.raises(QueryRefused) as refused:
        run.rows("SELECT 1")
    assert (refused.value.status, refused.value.code) == (503, "athena_unavailable")
