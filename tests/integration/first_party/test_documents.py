"""What the documentation tells people to type does what it says, in both languages."""

import re
import subprocess
from pathlib import Path

import pytest

from liveinsight import sites, tables
from liveinsight.settings import Settings
from local.ports import LOOPBACK
from tests.integration.first_party import nginx, terraform
from tests.integration.first_party.conftest import Shop

DOCS = Path(__file__).parents[3] / "docs"
DOCUMENTS = ("first-party.md", "ko/first-party.md")
SHELL = re.compile(r"^ *```sh\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def blocks(document: str) -> list[str]:
    """The commands of a document."""
    return SHELL.findall((DOCS / document).read_text())


def run(script: str, folder: Path) -> str:
    done = subprocess.run(("/bin/sh", "-euc", script), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, script + done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def key(settings: Settings) -> str:
    """A site that counts nobody from this machine."""
    tables.bind(settings)
    made = sites.add("Checked", "shop.example").key
    sites.change(made, sites.Changes(excluded_addresses=[LOOPBACK]))
    return made


def test_both_languages_have_the_same_commands() -> None:
    assert blocks(DOCUMENTS[0]) == blocks(DOCUMENTS[1])


def test_every_check_has_the_outcome_beside_it(shop: Shop, key: str, tmp_path: Path) -> None:
    steps = "\n".join(block for block in blocks(DOCUMENTS[0]) if "curl -s" in block and "liveinsight" not in block)
    steps = steps.replace("https://shop.example", f"http://{LOOPBACK}:{shop.port}").replace("SITE_KEY", key)
    before: list[str] = []
    checked = 0
    for line in steps.splitlines():
        if not line.startswith("# "):
            before.append(line)
            continue
        assert line[2:] in run("\n".join(before), tmp_path), before[-1]
        before = [said for said in before if not said.startswith(("curl", "head"))]
        checked += 1
    assert checked == 6


def test_the_commands_fill_in_every_placeholder(tmp_path: Path) -> None:
    (block,) = [block for block in blocks(DOCUMENTS[0]) if "sed -f" in block]
    for target in ("conf.d", "snippets"):
        (tmp_path / target).mkdir()
    run(block.replace("/etc/nginx", str(tmp_path)).replace("cd docs", f"cd {DOCS}"), tmp_path)
    values = dict(re.findall(r"^s\|\$\{(\w+)\}\|(.*)\|g$", (nginx.EXAMPLES / "values.sed").read_text(), re.MULTILINE))
    for half, made in (("http", "conf.d"), ("server", "snippets")):
        source = (nginx.EXAMPLES / f"liveinsight-{half}.conf").read_text()
        assert (tmp_path / made / "liveinsight.conf").read_text() == nginx.fill(source, values)
    used = {name for file in nginx.EXAMPLES.glob("*.conf") for name in nginx.PLACEHOLDER.findall(file.read_text())}
    assert used == set(values)


def test_terraform_is_given_what_it_asks_for() -> None:
    (block,) = [block for block in blocks(DOCUMENTS[0]) if "terraform apply" in block]
    given = set(re.findall(r"(?:-var |TF_VAR_)(\w+)=", block))
    declared = dict(
        re.findall(
            r'^variable "(\w+)" \{\n(.*?)^\}', (terraform.EXAMPLE / "variables.tf").read_text(), re.DOTALL | re.M
        )
    )
    required = {name for name, body in declared.items() if "  default " not in body}
    assert required <= given <= set(declared)
