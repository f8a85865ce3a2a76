"""The tables of docs/operations/cost.md that need no plan are those of the files; the others are test_plans.py's."""

from pathlib import Path

from deploy.cost import page
from deploy.cost.assumptions import assumptions
from deploy.cost.estimate import SCALES
from tests.unit.deploy.cost.plans import at, plan

GIVEN = assumptions()
TEXT = "# Title\nwords\n<!-- made: summary -->\nold\n<!-- end -->\nmore\n<!-- made: other -->\nkept\n<!-- end -->\n"


def test_prices_and_assumptions_on_the_page_are_those_of_the_files() -> None:
    text = page.PAGE.read_text()
    assert page.filled(text, page.constant(GIVEN)) == text, "python -m deploy.cost.page writes the tables anew"


def test_the_page_has_a_place_for_every_table() -> None:
    places = {found[1] for found in page.MADE.findall(page.PAGE.read_text())}
    assert places == page.constant(GIVEN).keys() | page.planned([]).keys()


def test_what_is_written_around_the_tables_is_left_alone() -> None:
    assert page.filled(TEXT, {"summary": "new"}) == TEXT.replace("old", "new")


def test_a_written_page_needs_no_writing(tmp_path: Path) -> None:
    made = plan(aws_nat_gateway__a={})
    compared = [(made, [at(events, made) for events in SCALES])]
    written = tmp_path / "cost.md"
    written.write_text(TEXT)
    page.main(lambda _: compared, written)
    first = written.read_text()
    assert f"| **tried** | ${compared[0][1][0].total:,.2f} |" in first
    assert "kept" in first
    page.main(lambda _: compared, written)
    assert written.read_text() == first


def test_a_part_that_a_profile_does_not_have_is_a_dash() -> None:
    with_one, without = plan(aws_nat_gateway__a={}), plan()
    compared = [(made, [at(events, made) for events in SCALES]) for made in (with_one, without)]
    (row,) = (line for line in page.planned(compared)["phases"].splitlines() if line.startswith("| NAT gateways"))
    assert row == "| NAT gateways | 33.08 | 33.08 | – | – |"
