"""New critical findings are told, and stop only who asked for that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from deploy.errors import Refused
from deploy.web import findings
from deploy.web.images import Image

REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/liveinsight-app"
OLD, NEW = (Image(f"v{n}", f"sha256:{n}", datetime(2026, 11, n, tzinfo=UTC), REPOSITORY) for n in (1, 2))


@pytest.fixture
def ecr() -> Any:
    return boto3.client("ecr", region_name="eu-west-1")


@pytest.fixture
def scans(ecr: Any) -> Iterator[Stubber]:
    with Stubber(ecr) as aws:
        yield aws
        aws.assert_no_pending_responses()


def scan(scans: Stubber, image: Image, status: str, **found: Any) -> None:
    asked = {"repositoryName": "liveinsight-app", "imageId": {"imageDigest": image.digest}}
    answer = {"imageScanStatus": {"status": status}, "imageScanFindings": found}
    scans.add_response("describe_image_scan_findings", answer, asked)


def finding(name: str, severity: str = "CRITICAL") -> dict[str, str]:
    return {"name": name, "severity": severity}


def test_only_critical_ones_that_the_running_version_lacks_are_new(
    ecr: Any, scans: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    known = [finding("CVE-1"), finding("CVE-2", "HIGH")]
    for image, new in ((NEW, [finding("CVE-3"), finding("CVE-4", "HIGH")]), (OLD, [])):
        scan(scans, image, "COMPLETE", findings=known + new)
    findings.tell(ecr, NEW, OLD, strict=False)
    assert capsys.readouterr().out == "  WARNING: 1 new critical findings: CVE-3 (--strict stops here)\n"


def test_strict_stops(ecr: Any, scans: Stubber) -> None:
    scan(scans, NEW, "COMPLETE", findings=[finding("CVE-3")])
    with pytest.raises(Refused, match="--strict: v2 has 1 new critical findings: CVE-3; rebuild"):
        findings.tell(ecr, NEW, None, strict=True)


def test_nothing_new(ecr: Any, scans: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    for image in (NEW, OLD):
        scan(scans, image, "COMPLETE", findings=[finding("CVE-1")])
    findings.tell(ecr, NEW, OLD, strict=True)
    assert "no critical finding that the running version does not have" in capsys.readouterr().out


def test_enhanced_scans_name_them_elsewhere(ecr: Any, scans: Stubber) -> None:
    found = [
        {"severity": "CRITICAL", "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-5"}, "title": "CVE-5 - zlib"},
        {"severity": "CRITICAL", "title": "of no package"},
        {"severity": "MEDIUM", "title": "no matter"},
    ]
    scan(scans, NEW, "ACTIVE", enhancedFindings=found)
    assert findings.critical(ecr, NEW) == {"CVE-5", "of no package"}


def test_a_scan_that_has_not_ended(ecr: Any, scans: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    scan(scans, NEW, "IN_PROGRESS")
    findings.tell(ecr, NEW, OLD, strict=False)
    assert capsys.readouterr().out == "  the scan of v2 is IN_PROGRESS\n"
    scan(scans, NEW, "IN_PROGRESS")
    with pytest.raises(Refused, match="--strict: the scan of v2 is IN_PROGRESS; wait"):
        findings.tell(ecr, NEW, OLD, strict=True)


def test_an_image_that_was_never_scanned(ecr: Any, scans: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    scans.add_client_error("describe_image_scan_findings", "ScanNotFoundException")
    findings.tell(ecr, NEW, OLD, strict=False)
    assert "the scan of v2 cannot be read (ScanNotFoundException)" in capsys.readouterr().out
