"""The tables of docs/operations/cost.md that need no plan are those of the files; the others are test_plans.py's."""

from pathlib import Path

from deploy.cost import page
from deploy.cost.assumptions import assumptions
from deploy.cost.estimate import SCALES, Estimate
from deploy.cost.plan import Plan
from tests.unit.deploy.cost.plans import at, plan

GIVEN = assumptions()
TEXT = "# Title\nwords\n<!-- made: summary -->\nold\n<!-- end -->\nmore\n<!-- made: other -->\nkept\n<!-- end -->\n"


def scales(made: Plan) -> list[Estimate]:
    return [at(events, made) for events in SCALES]


def test_prices_and_assumptions_on_the_page_are_those_of_the_files() -> None:
    text = page.PAGE.read_text()
    assert page.filled(text, page.constant(GIVEN)) == text, "make cost-page writes its tables anew"


def test_the_page_has_a_place_for_every_table() -> None:
    places = {found[1] for found in page.MADE.findall(page.PAGE.read_text())}
    assert places == page.constant(GIVEN).keys() | page.planned([], GIVEN).keys()


def test_what_is_written_around_the_tables_is_left_alone() -> None:
    assert page.filled(TEXT, {"summary": "new"}) == TEXT.replace("old", "new")


def test_a_written_page_needs_no_writing(tmp_path: Path) -> None:
    made = plan(aws_nat_gateway__a={})
    compared = [(made, scales(made))]
    written = tmp_path / "cost.md"
    written.write_text(TEXT)
    page.write(written, lambda _: compared)
    first = written.read_text()
    assert f"| **tried** | ${compared[0][1][0].total:,.2f} |" in first
    assert "kept" in first
    page.write(written, lambda _: compared)
    assert written.read_text() == first


def test_a_part_that_a_profile_does_not_have_is_a_dash() -> None:
    with_one, without = plan(aws_nat_gateway__a={}), plan()
    compared = [(made, scales(made)) for made in (with_one, without)]
    (row,) = (
        line for line in page.planned(compared, GIVEN)["phases"].splitlines() if line.startswith("| NAT gateways")
    )
    assert row == "| NAT gateways | 33.08 | 33.08 | – | – |"


def test_levers_are_the_difference_that_an_assumption_makes() -> None:
    made = plan()
    rows = page.planned([(made, scales(made))], GIVEN)["levers"].splitlines()
    (row,) = (line for line in rows if "events_per_beacon=1.67" in line)
    # Of 10M beacons 4,011,976 are saved: $3.50 + $0.625 + $0.20 a million, 20 ms of 512 MB each, and 500 bytes back.
    saved = (1 - 1 / 1.67) * (35 + 6.25 + 2 + 1.33334 + 0.45)
    assert row.endswith(f"| -{saved:.2f} |")


def test_goals_are_compared_before_and_after_what_is_free() -> None:
    made = plan()
    made.name = "lean"
    text = page.planned([(made, scales(made))], GIVEN)["goals"]
    found = scales(made)[0]
    assert found.total < 40
    assert text == (
        f"- lean at 1,000,000 events is meant to cost $40 at most: ${found.total:,.2f}, reached; "
        f"${found.total - found.allowances:,.2f} after free allowances, reached."
    )


def test_a_goal_that_is_missed_says_by_how_much() -> None:
    made = plan(**{f"aws_nat_gateway__{name}": {} for name in "ab"})
    made.name = "lean"
    found = scales(made)[0]
    assert f"reached; ${found.total - found.allowances:,.2f}" not in page.planned([(made, [found])], GIVEN)["goals"]
    assert f"${found.total:,.2f}, ${found.total - 40:,.2f} too much" in page.planned([(made, [found])], GIVEN)["goals"]
