"""After everything: Terraform finds its part as it made it."""

from tests.e2e.conftest import Made
from tests.e2e.stack import Counts


def test_a_second_apply_changes_nothing(made: Made) -> None:
    # Written only when secret_key_version changes, so another one is no change.
    made.stack.sign_with("another key of forty characters, or more")
    assert made.stack.apply("infra again", "infra") == Counts(0, 0, 0)
