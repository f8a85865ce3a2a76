"""The Terraform example: valid, applied on the local AWS, read back, and used by visitors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from liveinsight.domain.event import Event
from liveinsight.settings import Settings
from local.aws import local_aws
from tests.integration.first_party import nginx, servers, terraform
from tests.integration.first_party.certificate import Certificate
from tests.integration.first_party.cloudfront import Cloud
from tests.integration.first_party.conftest import Site
from tests.integration.first_party.nginx import STAGE, Aws
from tests.integration.first_party.terraform import Terraform
from tests.integration.first_party.visitor import pageview

ORIGIN = "https://shop.example"
SECRET = "0123456789abcdef0123456789abcdef"
CACHED, NEVER_CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""Ids of AWS's policies CachingOptimized and CachingDisabled, the same in every account."""


@pytest.fixture(scope="module")
def cloud(certificate: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An AWS of these tests' own, whose CloudFront believes our certificate, with the example applied."""
    if terraform.PROGRAM is None:
        pytest.skip(terraform.REMEDY)
    folder = tmp_path_factory.mktemp("cloudfront")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(certificate.file))
        with local_aws(folder / "aws") as endpoint:
            given = {
                "site_host": "origin.shop.example",
                "dashboard_host": "stats.shop.example",
                "collector_host": "abc123.execute-api.us-east-1.amazonaws.com",
                "origin_secret": SECRET,
            }
            prepared = Terraform(folder / "example", endpoint, given).prepare()
            prepared.succeed("validate")
            prepared.succeed("apply", "-auto-approve")
            yield Cloud(prepared)


def behaviour(cloud: Cloud, pattern: str) -> dict[str, Any]:
    found = cloud.distribution["config"]["CacheBehaviors"]["Items"]
    return next(each for each in found if each["PathPattern"] == pattern)


def origin(cloud: Cloud, name: str) -> dict[str, Any]:
    return next(each for each in cloud.distribution["config"]["Origins"]["Items"] if each["Id"] == name)


def test_terraform_finds_nothing_left_to_do(cloud: Cloud) -> None:
    planned = cloud.terraform.run("plan", "-detailed-exitcode")
    assert planned.returncode == 0, planned.stdout
    snippet = cloud.terraform.outputs()["snippet"]
    assert snippet == '<script defer src="/li/li.js" data-site="SITE_KEY" data-api="/li"></script>'


def test_the_script_is_cached_and_looked_for_before_the_collector(cloud: Cloud) -> None:
    patterns = [each["PathPattern"] for each in cloud.distribution["config"]["CacheBehaviors"]["Items"]]
    assert patterns == ["/li/*.js", "/li/*"]
    script = behaviour(cloud, "/li/*.js")
    assert (script["TargetOriginId"], script["CachePolicyId"]) == ("liveinsight-dashboard", CACHED)
    assert set(script["AllowedMethods"]["Items"]) == {"GET", "HEAD"}
    assert script["OriginRequestPolicyId"] == ""
    assert origin(cloud, "liveinsight-dashboard")["DomainName"] == "stats.shop.example"


def test_events_are_never_cached_and_reach_the_stage_of_the_api(cloud: Cloud) -> None:
    events = behaviour(cloud, "/li/*")
    assert (events["TargetOriginId"], events["CachePolicyId"]) == ("liveinsight-collector", NEVER_CACHED)
    assert {"POST", "OPTIONS", "GET"} <= set(events["AllowedMethods"]["Items"])
    assert events["ViewerProtocolPolicy"] == "https-only"
    collector = origin(cloud, "liveinsight-collector")
    assert (collector["DomainName"], collector["OriginPath"]) == (
        "abc123.execute-api.us-east-1.amazonaws.com",
        STAGE,
    )
    assert collector["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_collector_gets_what_it_reads_and_neither_host_nor_cookies(cloud: Cloud) -> None:
    policy = cloud.client("cloudfront").get_origin_request_policy_config(
        Id=behaviour(cloud, "/li/*")["OriginRequestPolicyId"]
    )["OriginRequestPolicyConfig"]
    assert policy["HeadersConfig"]["HeaderBehavior"] == "whitelist"
    assert set(policy["HeadersConfig"]["Headers"]["Items"]) == {
        "Accept-Language", "CloudFront-Viewer-Address", "CloudFront-Viewer-City", "CloudFront-Viewer-Country",
        "CloudFront-Viewer-Country-Region", "Content-Type", "Origin", "Referer", "User-Agent",
    }  # fmt: skip
    assert policy["CookiesConfig"]["CookieBehavior"] == "none"
    assert policy["QueryStringsConfig"]["QueryStringBehavior"] == "all"


def test_the_function_is_published_and_runs_for_both(cloud: Cloud) -> None:
    live = cloud.client("cloudfront").get_function(Name="liveinsight-li", Stage="LIVE")["FunctionCode"].read().decode()
    assert live == (terraform.EXAMPLE / "strip-prefix.js").read_text().replace("${prefix}", "/li")
    for pattern in ("/li/*.js", "/li/*"):
        (associated,) = behaviour(cloud, pattern)["FunctionAssociations"]["Items"]
        assert associated["EventType"] == "viewer-request"
        assert associated["FunctionARN"].endswith(":function/liveinsight-li")


def test_the_collector_is_told_the_secret(cloud: Cloud) -> None:
    (said,) = origin(cloud, "liveinsight-collector")["CustomHeaders"]["Items"]
    assert (said["HeaderName"], said["HeaderValue"]) == ("x-liveinsight-origin", SECRET)


def test_what_could_not_work_is_refused_before_anything_is_made(cloud: Cloud) -> None:
    refused = cloud.terraform.run("plan", prefix="li/", origin_secret="short", collector_path="api/")
    said = terraform.COLOUR.sub("", refused.stderr)
    assert refused.returncode == 1
    for remedy in ("The prefix begins with a slash", "32 characters or more", "one slash and its name"):
        assert remedy in said


@pytest.fixture(scope="module")
def api(settings: Settings, site: Site, dashboard: int, certificate: Certificate, folder: Path) -> Iterator[Aws]:
    """A collector set as behind CloudFront, and the dashboard, as API Gateway and load balancer show them."""
    assert site.key
    if nginx.PROGRAM is None:
        pytest.skip(nginx.REMEDY)
    believing = {
        "LIVEINSIGHT_CLIENT_IP_HEADER": "cloudfront-viewer-address",
        "LIVEINSIGHT_PROXY_SECRET": SECRET,
    }
    with servers.collector(settings, folder / "collector-behind-cloudfront.log", believing) as port:
        front = Aws.before(port, dashboard, folder / "api", certificate)
        yield front
        front.nginx.stop()


@pytest.fixture
def visited(cloud: Cloud, api: Aws) -> Cloud:
    """The distribution, with its origins on this machine."""
    cloud.move_origins(api)
    return cloud


def send(cloud: Cloud, site: Site, viewer: str, **headers: str) -> Event:
    event_id, body = pageview(site.key)
    answer = cloud.request("POST", "/li/events", body, viewer, Origin=ORIGIN, Content_Type="text/plain", **headers)
    assert (answer.status, answer.json) == (202, {"accepted": 1, "dropped": []})
    stored = site.stored(event_id)
    assert stored is not None
    return stored


def test_visitors_are_told_apart_by_the_address_that_cloudfront_saw(visited: Cloud, site: Site) -> None:
    first, again, second = (
        send(visited, site, viewer) for viewer in ("203.0.113.7:4711", "203.0.113.7:4712", "2001:db8::7:4711")
    )
    assert first.visitor == again.visitor != second.visitor
    forged = send(visited, site, "203.0.113.7:4713", X_Forwarded_For="198.51.100.1")
    assert forged.visitor == first.visitor
    assert first.client.country == "KR"


def test_the_api_sees_the_secret_and_no_cookie(visited: Cloud, site: Site, api: Aws) -> None:
    send(visited, site, "203.0.113.8:4711", Cookie="session=secret", Authorization="Bearer secret")
    arrived = api.seen(f'"{STAGE}/events"', at_least=1)[-1]
    assert (arrived["cookie"], arrived["authorization"], arrived["secret"]) == ("", "", SECRET)


def test_browsers_get_the_script_and_may_ask_first(visited: Cloud) -> None:
    script = visited.request("GET", "/li/li.js", Accept_Encoding="identity")
    assert (script.status, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert script.headers["cache-control"] == "public, max-age=3600"
    asked = visited.request("OPTIONS", "/li/events", Origin=ORIGIN, Access_Control_Request_Method="POST")
    assert asked.headers["access-control-allow-origin"] == "*"


def test_a_page_without_tls_cannot_send(visited: Cloud, site: Site) -> None:
    assert visited.request("POST", "/li/events", pageview(site.key)[1], scheme="http").status == 403
