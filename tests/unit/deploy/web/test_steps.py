"""What is given on the command line: steps of a switch, headers of smoke tests."""

import pytest

from deploy.errors import Refused
from deploy.web.blue_green import percents
from deploy.web.checks import headers_of
from deploy.web.traffic import most, told


@pytest.mark.parametrize(("text", "steps"), [("10,50,100", (10, 50, 100)), ("100", (100,)), (" 1, 100 ", (1, 100))])
def test_percents_that_grow_to_100(text: str, steps: tuple[int, ...]) -> None:
    assert percents(text) == steps


@pytest.mark.parametrize(
    "text", ["", "10", "50,10,100", "10,10,100", "0,100", "-5,100", "10,x,100", "100,200", "99.5,100"]
)
def test_others_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="such as 10,50,100"):
        percents(text)


def test_weights_are_told_as_percents() -> None:
    assert told({"blue": 90, "green": 10}) == "blue 90 %, green 10 %"
    assert told({"blue": 1, "green": 3}) == "blue 25 %, green 75 %"


@pytest.mark.parametrize(("blue", "green", "colour"), [(100, 0, "blue"), (30, 70, "green"), (50, 50, "blue")])
def test_the_colour_with_most(blue: int, green: int, colour: str) -> None:
    assert most({"blue": blue, "green": green}) == colour


def test_headers_for_the_smoke_tests() -> None:
    assert headers_of(["Authorization: Basic YTpi", "X-A:b:c"]) == {"Authorization": "Basic YTpi", "X-A": "b:c"}


@pytest.mark.parametrize("text", ["Authorization", ": Basic", ""])
def test_other_headers_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="such as 'Authorization: Basic"):
        headers_of([text])
