"""The domain: its records, whether the world knows them, and the certificates."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from socket import SOCK_STREAM, getaddrinfo
from typing import Any

from deploy.doctor.edge import GLOBAL, distribution
from deploy.doctor.finding import Check, Finding, failed, fault, judged, make, minor, off, switch
from deploy.environment import Environment

SOON = timedelta(days=30)
"""AWS renews certificates 60 days before they end; one that is nearer was not renewed."""


def names(environment: Environment) -> Iterator[Check]:
    domain = switch(environment, "domain_name")
    if not domain:
        yield Check("domain", lambda: off("domain_name is empty: AWS's own names are used"))
        return
    yield Check(f"records of {domain}", partial(_records, environment, domain))
    yield Check(f"{domain} in the DNS", partial(_resolves, environment, domain))
    yield Check("certificate of the load balancer", partial(_of_load_balancer, environment))
    if environment.output("distribution_id"):
        yield Check("certificate of CloudFront", partial(_of_cloudfront, environment))


def _records(environment: Environment, domain: str) -> Finding:
    zone = _zone(environment, domain)
    if zone is None:
        return failed(f"no zone of Route 53 holds {domain}", make(environment, "infra"))
    front = _front(environment)
    answer = environment.client("route53").list_resource_record_sets(
        HostedZoneId=zone["Id"], StartRecordName=domain, StartRecordType="A", MaxItems="1"
    )
    targets = [
        record.get("AliasTarget", {}).get("DNSName", "").rstrip(".").removeprefix("dualstack.").lower()
        for record in answer["ResourceRecordSets"]
        if record["Name"].rstrip(".") == domain and record["Type"] == "A"
    ]
    return judged(
        f"lead to {front}",
        fault(not targets, f"the zone {zone['Name']} has no record of {domain}", make(environment, "infra")),
        fault(bool(targets) and targets != [front], f"leads to {targets}, not to {front}", make(environment, "infra")),
    )


def _zone(environment: Environment, domain: str) -> Any:
    """The public zone with the longest name that holds the domain."""
    pages = environment.client("route53").get_paginator("list_hosted_zones").paginate()
    holding = [
        zone
        for page in pages
        for zone in page["HostedZones"]
        if f".{domain}.".endswith(f".{zone['Name']}") and not zone.get("Config", {}).get("PrivateZone")
    ]
    return max(holding, key=lambda zone: len(zone["Name"]), default=None)


def _front(environment: Environment) -> str:
    found = distribution(environment)
    return str(found["DomainName"] if found else environment.output("load_balancer")).lower()


def _resolves(environment: Environment, domain: str) -> Finding:
    try:
        found = sorted({str(each[4][0]) for each in getaddrinfo(domain, 443, type=SOCK_STREAM)})
    except OSError as error:
        servers = ", ".join(environment.output("name_servers")) or "those of the zone"
        return failed(f"cannot be found: {error}", f"give the registrar these name servers: {servers}")
    return judged(", ".join(found[:2]))


def _of_load_balancer(environment: Environment) -> Finding:
    client = environment.client("elbv2")
    (listener,) = client.describe_listeners(ListenerArns=[environment.output("listener")])["Listeners"]
    used = [each["CertificateArn"] for each in listener.get("Certificates", [])]
    return _certificate(environment, used[0] if used else "", environment.region)


def _of_cloudfront(environment: Environment) -> Finding:
    used = distribution(environment)["DistributionConfig"].get("ViewerCertificate", {})
    return _certificate(environment, used.get("ACMCertificateArn", ""), GLOBAL)


def _certificate(environment: Environment, arn: str, region: str) -> Finding:
    """The one that is really used: there may be older ones of the same name."""
    if not arn:
        return failed("there is none", make(environment, "infra"))
    found = environment.client("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
    status, ends = found["Status"], found.get("NotAfter")
    ending = bool(ends) and ends - datetime.now(UTC) < SOON
    proof = "its CNAME record has to be in the zone, and the zone known to the world"
    return judged(
        f"{status}, until {ends:%Y-%m-%d}" if ends else status,
        fault(status != "ISSUED", f"is {status} {found.get('FailureReason', '')}".strip(), proof),
        minor(status == "ISSUED" and ending, f"ends on {ends:%Y-%m-%d} and was not renewed" if ends else "", proof),
    )
