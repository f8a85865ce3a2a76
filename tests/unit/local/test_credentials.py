"""Credentials are made once and kept where only their owner can read them."""

import stat
from pathlib import Path

import pytest

from local.credentials import Credentials


def test_the_second_start_finds_what_the_first_made(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"
    made = Credentials.keep(file)
    assert Credentials.keep(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(made.admin_password) >= 12
    assert len(made.secret_key) >= 32


def test_a_new_token_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"
    Credentials.keep(file).with_token("li_abc").write(file)
    assert Credentials.keep(file).api_token == "li_abc"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', '{"secret_key": "x"}', '{"other": 1}'])
def test_a_broken_file_is_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "credentials.json"
    file.write_text(content)
    made = Credentials.keep(file)
    assert made.site
    assert Credentials.keep(file) == made


def test_two_installations_share_nothing(tmp_path: Path) -> None:
    one, two = Credentials.keep(tmp_path / "one"), Credentials.keep(tmp_path / "two")
    assert one.secret_key != two.secret_key
    assert one.admin_password != two.admin_password
    assert one.site != two.site
