"""What stands in front: CloudFront and its files, the firewall, GuardDuty."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, minor, off, switch
from deploy.environment import Environment

GLOBAL = "us-east-1"
"""Where CloudFront's firewall lies, whatever region the rest is in."""


def edge(environment: Environment) -> Iterator[Check]:
    yield Check("CloudFront", partial(_cloudfront, environment))
    yield Check("way to the load balancer", partial(_way, environment))
    yield Check("script on S3", partial(_script, environment), make(environment, "scripts"))
    yield Check("firewall", partial(_firewall, environment))
    yield Check("GuardDuty", partial(_guardduty, environment))


def distribution(environment: Environment) -> Any:
    """CloudFront's distribution; None where there is none."""
    identifier = environment.output("distribution_id")
    return environment.client("cloudfront").get_distribution(Id=identifier)["Distribution"] if identifier else None


def _cloudfront(environment: Environment) -> Finding:
    found = distribution(environment)
    if found is None:
        return off("cloudfront_enabled = false")
    config, mends = found["DistributionConfig"], make(environment, "infra")
    origins = {origin["Id"] for origin in config["Origins"]["Items"]}
    domain = switch(environment, "domain_name")
    aliases = config.get("Aliases", {}).get("Items", [])
    return judged(
        f"{found['Status']}, {found['DomainName']}",
        fault(not config["Enabled"], "is switched off", mends),
        fault(bool(domain) and domain not in aliases, f"does not answer for {domain}", mends),
        fault(
            "collector" not in origins, "leads no beacon to the collector", f"{make(environment, 'ingest')}; {mends}"
        ),
        minor(found["Status"] != "Deployed", f"is being changed ({found['Status']})", "look again in ten minutes"),
    )


def _way(environment: Environment) -> Finding:
    """The VPC origin: behind CloudFront the load balancer has private addresses only."""
    found = distribution(environment)
    if found is None:
        return off("the load balancer has public addresses (cloudfront_enabled = false)")
    origins = {origin["Id"]: origin for origin in found["DistributionConfig"]["Origins"]["Items"]}
    door = origins.get("dashboard", {}).get("VpcOriginConfig", {}).get("VpcOriginId", "")
    if not door:
        return failed("CloudFront has no VPC origin, which alone leads to it", make(environment, "infra"))
    status = environment.client("cloudfront").get_vpc_origin(Id=door)["VpcOrigin"]["Status"]
    return judged(
        f"{door}, {status}",
        fault(status not in ("Deployed", "Deploying"), f"its VPC origin is {status}", make(environment, "infra")),
        minor(status == "Deploying", "its VPC origin is being made", "look again in a quarter of an hour"),
    )


def _script(environment: Environment) -> Finding:
    bucket = environment.output("static_bucket")
    if not bucket:
        return off("the dashboard serves /li.js itself (cloudfront_enabled = false)")
    answer = environment.client("s3").list_objects_v2(Bucket=bucket, Prefix="li.js", MaxKeys=1)
    return judged(
        f"s3://{bucket}/li.js",
        fault(
            not answer.get("Contents"),
            f"s3://{bucket}/li.js is missing: no page can load the tracker",
            make(environment, "scripts"),
        ),
    )


def _firewall(environment: Environment) -> Finding:
    if not switch(environment, "waf_enabled"):
        return off("waf_enabled = false")
    found = distribution(environment)
    acl = _global(environment, found) if found else _local(environment)
    rules = ", ".join(rule["Name"] for rule in acl["Rules"]) if acl else ""
    in_front = "CloudFront" if found else "the load balancer"
    return judged(rules, fault(acl is None, f"does not stand in front of {in_front}", make(environment, "infra")))


def _global(environment: Environment, found: Any) -> Any:
    """The web ACL of CloudFront; its ARN ends in NAME/ID."""
    arn = found["DistributionConfig"].get("WebACLId", "")
    if not arn:
        return None
    *_, name, identifier = arn.split("/")
    client = environment.client("wafv2", GLOBAL)
    return client.get_web_acl(Name=name, Id=identifier, Scope="CLOUDFRONT")["WebACL"]


def _local(environment: Environment) -> Any:
    client = environment.client("elbv2")
    (balancer,) = client.describe_load_balancers(Names=[f"{environment.project}-alb"])["LoadBalancers"]
    answer = environment.client("wafv2").get_web_acl_for_resource(ResourceArn=balancer["LoadBalancerArn"])
    return answer.get("WebACL")


def _guardduty(environment: Environment) -> Finding:
    if not switch(environment, "guardduty_enabled"):
        return off("guardduty_enabled = false")
    client = environment.client("guardduty")
    found = client.list_detectors()["DetectorIds"]
    status = client.get_detector(DetectorId=found[0])["Status"] if found else "missing"
    return judged(status, fault(status != "ENABLED", f"the detector is {status}", make(environment, "infra")))
