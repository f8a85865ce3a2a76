"""What the registry's scan found in an image that the running one does not have."""

from typing import Any

from botocore.exceptions import ClientError

from deploy.console import say
from deploy.errors import Refused
from deploy.web.images import Image, name_of

READY = {"COMPLETE", "ACTIVE"}
"""States with findings: of the basic scan when it has ended, of the enhanced one for as long as it watches."""
SHOWN = 5


class Unknown(Exception):
    """A scan that has no result (yet); the text says why."""


def tell(ecr: Any, image: Image, running: Image | None, strict: bool) -> None:
    """Say which critical findings are new with this image. They stop nothing unless `strict`: then Refused."""
    try:
        new = critical(ecr, image) - (critical(ecr, running) if running else set())
    except Unknown as unknown:
        if strict:
            raise Refused(f"--strict: {unknown}; wait for the scan and run this again") from unknown
        say(f"  {unknown}")
        return
    if not new:
        say("  its scan has no critical finding that the running version does not have")
        return
    named = ", ".join(sorted(new)[:SHOWN]) + (", …" if len(new) > SHOWN else "")
    if strict:
        raise Refused(
            f"--strict: {image.tag} has {len(new)} new critical findings: {named}; rebuild it on a newer base"
        )
    say(f"  WARNING: {len(new)} new critical findings: {named} (--strict stops here)")


def critical(ecr: Any, image: Image) -> set[str]:
    """Names of the critical findings, such as `CVE-2026-1234`. Raises Unknown."""
    pages = ecr.get_paginator("describe_image_scan_findings").paginate(
        repositoryName=name_of(image.repository), imageId={"imageDigest": image.digest}
    )
    names: set[str] = set()
    try:
        for page in pages:
            status = page.get("imageScanStatus", {}).get("status", "missing")
            if status not in READY:
                raise Unknown(f"the scan of {image.tag} is {status}")
            found = page.get("imageScanFindings", {})
            names |= {each["name"] for each in found.get("findings", []) if each.get("severity") == "CRITICAL"}
            names |= {
                _enhanced(each) for each in found.get("enhancedFindings", []) if each.get("severity") == "CRITICAL"
            }
    except ClientError as error:
        # Whoever may deploy need not be able to read findings, and an image of several platforms has none of its own.
        raise Unknown(f"the scan of {image.tag} cannot be read ({error.response['Error']['Code']})") from error
    return names


def _enhanced(finding: dict[str, Any]) -> str:
    details = finding.get("packageVulnerabilityDetails", {})
    return str(details.get("vulnerabilityId") or finding.get("title") or finding.get("findingArn"))
