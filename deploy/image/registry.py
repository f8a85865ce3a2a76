"""The repository of images in ECR: what is in it, how one logs in, what its scanner has found."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED")
UNDER_WAY = {"IN_PROGRESS", "PENDING"}
FOUND = {"COMPLETE", "ACTIVE"}
LOOK_EVERY_S = 5.0


@dataclass(frozen=True)
class LogIn:
    """Of a registry, for twelve hours. `password` is never printed, logged or put on a command line."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"LogIn({self.user})"


@dataclass(frozen=True)
class Scan:
    """What ECR says of an image. `findings` by severity, the worst first; `status` tells why there are none."""

    status: str
    findings: dict[str, int]

    @property
    def whole(self) -> bool:
        return self.status in FOUND


@dataclass(frozen=True)
class Repository:
    """One repository by its address, such as `123456789012.dkr.ecr.eu-west-1.amazonaws.com/liveinsight-app`."""

    address: str
    ecr: Any

    @property
    def registry(self) -> str:
        return self.address.partition("/")[0]

    @property
    def name(self) -> str:
        return self.address.partition("/")[2]

    def log_in(self) -> LogIn:
        """A log-in to the registry of this account."""
        (given,) = self.ecr.get_authorization_token()["authorizationData"]
        user, _, password = base64.b64decode(given["authorizationToken"]).decode().partition(":")
        return LogIn(user, password)

    def described(self, tag: str) -> dict[str, Any] | None:
        """ECR's description of the image with this tag; None when there is none."""
        try:
            details = self.ecr.describe_images(repositoryName=self.name, imageIds=[{"imageTag": tag}])["imageDetails"]
        except self.ecr.exceptions.ImageNotFoundException:
            return None
        return details[0] if details else None

    def configuration(self, tag: str) -> str | None:
        """Digest of the configuration of the image with this tag: the one thing that a push leaves as it was."""
        found = self.ecr.batch_get_image(repositoryName=self.name, imageIds=[{"imageTag": tag}])["images"]
        manifest = json.loads(found[0]["imageManifest"]) if found else {}
        digest = manifest.get("config", {}).get("digest")
        return str(digest) if digest else None

    def scans(self) -> bool:
        """Whether ECR scans what is pushed."""
        (found,) = self.ecr.describe_repositories(repositoryNames=[self.name])["repositories"]
        return bool(found.get("imageScanningConfiguration", {}).get("scanOnPush"))

    def scan(self, tag: str, patience_s: float, sleep: Callable[[float], None] = time.sleep) -> Scan:
        """What the scanner has found, waited for as long as it works."""
        waited = 0.0
        while True:
            found = self._scan(tag)
            if found.status not in UNDER_WAY or waited >= patience_s:
                return found
            sleep(LOOK_EVERY_S)
            waited += LOOK_EVERY_S

    def _scan(self, tag: str) -> Scan:
        try:
            told = self.ecr.describe_image_scan_findings(
                repositoryName=self.name, imageId={"imageTag": tag}, maxResults=1
            )
        except ClientError as error:
            # Just after a push there is no scan yet.
            if error.response["Error"]["Code"] == "ScanNotFoundException":
                return Scan("PENDING", {})
            raise
        counts = told.get("imageScanFindings", {}).get("findingSeverityCounts", {})
        ordered = sorted(counts, key=lambda name: SEVERITIES.index(name) if name in SEVERITIES else len(SEVERITIES))
        return Scan(told["imageScanStatus"]["status"], {name: counts[name] for name in ordered})
