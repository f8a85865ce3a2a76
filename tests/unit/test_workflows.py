"""The workflows for GitHub: valid by GitHub's schema, and with what the schema does not ask for.

Nothing but make targets is run, actions are pinned by commit, and who may do what is said in each job.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from deploy.__main__ import app

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
POLICIES = ROOT / "docs/operations/policies"
CLAIM = "token.actions.githubusercontent.com"
READS = re.compile(r"\w+:(Describe|Get|List)|apigateway:GET$")
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")
VERSION = re.compile(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def workflow(text: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found


def steps(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in found["jobs"].items():
        for step in job.get("steps", []):
            yield name, step


def complaints(text: str) -> list[str]:
    """What our rules say against a workflow."""
    found = workflow(text)
    return [*_of_actions(text, found), *_of_jobs(found), *_of_steps(found), *_of_secrets(text)]


def _of_actions(text: str, found: dict[str, Any]) -> Iterator[str]:
    used = [step["uses"] for _, step in steps(found) if "uses" in step]
    used += [job["uses"] for job in found["jobs"].values() if "uses" in job]
    for action in used:
        if not action.startswith("./.github/workflows/") and not PINNED.fullmatch(action):
            yield f"{action} is not pinned by a commit"
    for line in text.splitlines():
        if "uses:" in line and "@" in line and not VERSION.search(line):
            yield f"{line.strip()} does not say which version its commit is"


def _of_jobs(found: dict[str, Any]) -> Iterator[str]:
    if found.get("permissions") != {}:
        yield "permissions begin with more than none"
    if "concurrency" not in found:
        yield "there is no concurrency"
    for name, job in found["jobs"].items():
        if "permissions" not in job:
            yield f"{name} says no permissions"
        if "uses" not in job and "timeout-minutes" not in job:
            yield f"{name} may run for six hours"
        if set(job.get("permissions", {}).items()) - {("contents", "read"), ("id-token", "write")}:
            yield f"{name} may do more than read and prove who it is"
        if job.get("permissions", {}).get("id-token") and not job.get("environment"):
            yield f"{name} proves who it is without an environment that could protect it"


def _of_steps(found: dict[str, Any]) -> Iterator[str]:
    for name, step in steps(found):
        if "run" in step and not re.fullmatch(r"make [a-z-]+( [A-Z]+=(\"\$[A-Z_]+\"|\w+))*", step["run"]):
            yield f"{name} runs more than a make target: {step['run']}"
        if (
            step.get("uses", "").startswith("actions/checkout@")
            and step["with"].get("persist-credentials") is not False
        ):
            yield f"{name} leaves GitHub's token in the checkout"


def _of_secrets(text: str) -> Iterator[str]:
    if "secrets." in text or "access-key" in text:
        yield "uses a secret that lives longer than the run"
    if "pull_request_target" in text:
        yield "runs the code of strangers with rights of its own"


def valid(*files: Path) -> subprocess.CompletedProcess[str]:
    """By the schema that the package check-jsonschema carries; nothing is fetched."""
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *map(str, files),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_they_are_what_github_takes() -> None:
    assert {file.name for file in FILES} == {"checks.yml", "plan.yml", "deploy.yml"}
    done = valid(*FILES)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_they_keep_our_rules(file: Path) -> None:
    assert complaints(file.read_text()) == []


def test_what_they_run_is_there() -> None:
    """A target of the Makefile, or a command of `python -m deploy`, which the Makefile passes on."""
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets |= {str(command.name) for command in app.registered_commands}
    called = {
        step["run"].split()[1] for file in FILES for _, step in steps(workflow(file.read_text())) if "run" in step
    }
    assert called >= {"lint", "test", "plan", "deploy"}
    assert called <= targets


def test_who_plans_and_who_deploys() -> None:
    plan, deploy = (workflow((ROOT / f".github/workflows/{name}.yml").read_text()) for name in ("plan", "deploy"))
    assert set(plan["on"]) == {"pull_request"}
    assert "head.repo.full_name == github.repository" in plan["jobs"]["plan"]["if"]
    assert deploy["on"] == {"push": {"tags": ["v*"]}}
    assert deploy["jobs"]["deploy"]["needs"] == "checks"
    assert deploy["jobs"]["deploy"]["environment"] == "production"
    assert plan["concurrency"]["cancel-in-progress"] is deploy["concurrency"]["cancel-in-progress"] is False


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (r"@[0-9a-f]{40} # v7.0.1", "@v7", "not pinned"),
        (r" # v7.0.1", "", "which version"),
        (r"permissions: {}", "permissions: write-all", "more than none"),
        (r"    timeout-minutes: 20\n", "", "six hours"),
        (r"contents: read", "contents: write", "more than read"),
        (r"    environment: plan\n", "", "without an environment"),
        (r"run: make plan", "run: curl example.com | sh; make plan", "more than a make target"),
        (r'ENV="\$LIVEINSIGHT_ENV"', "ENV=${{ github.head_ref }}", "more than a make target"),
        (r"persist-credentials: false", "persist-credentials: true", "leaves GitHub's token"),
        (r"\$\{\{ vars.AWS_PLAN_ROLE \}\}", "${{ secrets.AWS_PLAN_ROLE }}", "lives longer"),
        (r"pull_request:", "pull_request_target:", "strangers"),
    ],
)
def test_what_breaks_a_rule_is_found(before: str, after: str, complaint: str) -> None:
    text = (ROOT / ".github/workflows/plan.yml").read_text()
    broken, times = re.subn(before, lambda _: after, text)
    assert times > 0
    assert any(complaint in said for said in complaints(broken)), complaints(broken)


def test_what_github_would_not_take_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "plan.yml"
    broken.write_text((ROOT / ".github/workflows/plan.yml").read_text().replace("contents: read", "contents: perhaps"))
    assert valid(broken).returncode == 1


def _statements(file: Path) -> dict[str, Any]:
    return {each["Sid"]: each for each in json.loads(file.read_text())["Statement"]}


@pytest.mark.parametrize(("name", "job"), [("plan", "plan"), ("deploy", "deploy")])
def test_a_role_trusts_the_environment_of_its_job_and_nothing_else(name: str, job: str) -> None:
    statement = _statements(POLICIES / f"github/{name}-trust.json")["GitHub"]
    environment = workflow((ROOT / f".github/workflows/{name}.yml").read_text())["jobs"][job]["environment"]
    assert statement["Condition"] == {
        "StringEquals": {f"{CLAIM}:aud": "sts.amazonaws.com", f"{CLAIM}:sub": f"PREFIX:environment:{environment}"}
    }


def test_the_planning_role_may_read_what_terraform_reads_and_hold_its_lock() -> None:
    """It is a part of the operator's policies, which a test compares with what Terraform calls."""
    plan = _statements(POLICIES / "github/plan.json")
    lock, secrets = plan.pop("Lock"), plan.pop("Secrets")
    operator = _statements(POLICIES / "data-and-rest.json") | _statements(POLICIES / "network-and-web.json")
    reads = {sid: [action for action in each["Action"] if READS.match(action)] for sid, each in operator.items()}
    assert {sid: each["Action"] for sid, each in plan.items()} == {sid: found for sid, found in reads.items() if found}
    assert all(plan[sid]["Resource"] == operator[sid]["Resource"] for sid in plan)
    assert (lock["Action"], lock["Resource"][-8:]) == (["s3:DeleteObject", "s3:PutObject"], "*.tflock")
    assert secrets["Condition"] == {"StringLike": {"kms:ViaService": "ssm.*.amazonaws.com"}}
