"""`liveinsight token` and `liveinsight goal`."""

import pytest

from liveinsight import goals, tokens
from liveinsight.errors import Conflict, InvalidRequest, NotAuthenticated, NotFound
from liveinsight.query.goals import Goal
from tests.integration.cli.test_commands import _environment, run

__all__ = ["_environment"]


def test_tokens_are_made_listed_and_revoked() -> None:
    key = run("site", "add", "Shop", "--domain", "shop.example")
    other = run("site", "add", "Blog", "--domain", "blog.example")
    secret = run("token", "create", "--site", key, "--site", other, "--label", "Nightly", "--admin")
    token = tokens.check(secret)
    assert (set(token.sites or ()), token.scope) == ({key, other}, "admin")
    assert tokens.check(run("token", "create")).scope == "read"
    listed = run("token", "list")
    assert secret not in listed
    line = next(line for line in listed.splitlines() if line.endswith("\tNightly"))
    token_id, scope, sites, used, _ = line.split("\t")
    assert (scope, set(sites.split(","))) == ("admin", {key, other})
    assert used.endswith(" UTC")
    assert "never used" in run("token", "create") + run("token", "list")
    assert run("token", "revoke", token_id) == ""
    with pytest.raises(NotAuthenticated):
        tokens.check(secret)
    with pytest.raises(NotFound, match="token list"):
        run("token", "revoke", token_id)


def test_goals_are_added_listed_and_removed() -> None:
    key = run("site", "add", "Shop", "--domain", "shop.example")
    first = run("goal", "add", "--site", key, "--event", "purchase", "--name", "Sale", "--currency", "eur")
    run("goal", "add", "--site", key, "--page", "/thanks/*")
    assert goals.of(key) == (Goal("Sale", event="purchase", currency="EUR"), Goal("Visit /thanks/*", page="/thanks/*"))
    assert run("goal", "list", "--site", key).splitlines()[0] == f"{first}\tpurchase\tEUR\tSale"
    run("goal", "remove", "--site", key, first)
    run("goal", "remove", "--site", key, "Visit /thanks/*")
    assert run("goal", "list", "--site", key) == ""


def test_what_cannot_be_done_says_why() -> None:
    key = run("site", "add", "Shop", "--domain", "shop.example")
    run("goal", "add", "--site", key, "--event", "purchase")
    with pytest.raises(Conflict, match="purchase"):
        run("goal", "add", "--site", key, "--event", "purchase")
    with pytest.raises(InvalidRequest, match="either `event`"):
        run("goal", "add", "--site", key)
    with pytest.raises(NotFound, match="goal list"):
        run("goal", "remove", "--site", key, "nothing")
    for nobody in ("", "x" * 5000):
        with pytest.raises(NotFound, match="site list"):
            run("token", "create", "--site", nobody)
    for command in ("add", "list"):
        with pytest.raises(NotFound, match="site list"):
            run("goal", command, "--site", "nobody", *(["--event", "x"] if command == "add" else []))
