"""Failures in the story's own checks are shown in detail."""

import pytest

pytest.register_assert_rewrite("tests.integration.history.story")
