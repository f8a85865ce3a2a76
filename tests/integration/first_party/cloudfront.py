"""A CloudFront of the local AWS with the distribution of the example, and requests of viewers to it."""

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import boto3

from tests.integration.first_party.certificate import AWS_NAME
from tests.integration.first_party.nginx import Aws
from tests.integration.first_party.terraform import Terraform
from tests.integration.first_party.visitor import AGENT, TIMEOUT_S, Answer


@dataclass
class Cloud:
    """What Terraform has made, and the way to ask for it."""

    terraform: Terraform

    def client(self, service: str) -> Any:
        return client(service, self.terraform.endpoint)

    @property
    def distribution(self) -> dict[str, Any]:
        """Id, domain name and configuration of the only distribution."""
        (found,) = self.client("cloudfront").list_distributions()["DistributionList"]["Items"]
        answer = self.client("cloudfront").get_distribution_config(Id=found["Id"])
        return {"id": found["Id"], "host": found["DomainName"], "etag": answer["ETag"],
                "config": answer["DistributionConfig"]}  # fmt: skip

    def move_origins(self, aws: Aws) -> None:
        """Let the distribution ask servers of this machine, over TLS as ever, instead of those of the example."""
        distribution = self.distribution
        ports = {"liveinsight-collector": aws.collector_port, "liveinsight-dashboard": aws.dashboard_port}
        for origin in distribution["config"]["Origins"]["Items"]:
            if origin["Id"] in ports:
                origin["DomainName"] = AWS_NAME
                origin["CustomOriginConfig"]["HTTPSPort"] = ports[origin["Id"]]
        self.client("cloudfront").update_distribution(
            Id=distribution["id"], IfMatch=distribution["etag"], DistributionConfig=distribution["config"]
        )

    def request(self, method: str, path: str, body: bytes | None = None, viewer: str = "203.0.113.7:4711",
                scheme: str = "https", **headers: str) -> Answer:  # fmt: skip
        """A viewer's request. `viewer` is what CloudFront would write into CloudFront-Viewer-Address.

        The emulator adds no such headers of its own, so they come with the request.
        """
        sent = {
            "Host": self.distribution["host"],
            "User-Agent": AGENT,
            "X-Forwarded-Proto": scheme,
            "CloudFront-Viewer-Address": viewer,
            "CloudFront-Viewer-Country": "KR",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        address = urlsplit(self.terraform.endpoint)
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()


def client(service: str, endpoint: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
