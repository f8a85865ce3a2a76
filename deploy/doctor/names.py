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
    yield Check("certificate of the load balancer", partial(_load_balancer_certificate, environment, domain))
    if environment.output("distribution_id"):
        yield Check("certificate of CloudFront", partial(_certificate, environment, domain, GLOBAL))


def _records(environment: Environment, domain: str) -> Finding:
    zone = _zone(environment, domain)
    if zone is None:
        return failed(f"no zone of Route 53 holds {domain}", make(environment, "infra"))
    front = _front(environment)
    answer = environment.client("route53").list_resource_record_sets(
        HostedZoneId=zone["Id"], StartRecordName=domain, StartRecordType="A", MaxItems="1"
    )
    targets = [
        record.get("AliasTarget", {}).get("DNSName", "").rstrip(".").removeprefix("dualstack.")
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
    return str(found["DomainName"] if found else environment.output("load_balancer"))


def _resolves(environment: Environment, domain: str) -> Finding:
    try:
        found = sorted({str(each[4][0]) for each in getaddrinfo(domain, 443, type=SOCK_STREAM)})
    except OSError as error:
        servers = ", ".join(environment.output("name_servers")) or "those of the zone"
        return failed(f"cannot be found: {error}", f"give the registrar these name servers: {servers}")
    return judged(", ".join(found[:2]))


def _load_balancer_certificate(environment: Environment, domain: str) -> Finding:
    return _certificate(environment, domain, environment.region)


def _certificate(environment: Environment, domain: str, region: str) -> Finding:
    client = environment.client("acm", region)
    pages = client.get_paginator("list_certificates").paginate()
    arns = [
        each["CertificateArn"]
        for page in pages
        for each in page["CertificateSummaryList"]
        if each.get("DomainName") == domain
    ]
    found = [client.describe_certificate(CertificateArn=arn)["Certificate"] for arn in arns]
    if not found:
        return failed(f"no certificate of {domain} in {region}", make(environment, "infra"))
    best = max(found, key=_rank)
    ends = best.get("NotAfter")
    left = ends - datetime.now(UTC) if ends else timedelta(0)
    proof = "its CNAME record has to be in the zone, and the zone known to the world"
    return judged(
        f"{best['Status']}, until {ends:%Y-%m-%d}" if ends else str(best["Status"]),
        fault(best["Status"] != "ISSUED", f"is {best['Status']} {best.get('FailureReason', '')}".strip(), proof),
        minor(
            best["Status"] == "ISSUED" and left < SOON,
            f"ends on {ends:%Y-%m-%d} and was not renewed" if ends else "nobody knows when it ends",
            proof,
        ),
    )


def _rank(certificate: Any) -> tuple[bool, float]:
    ends = certificate.get("NotAfter")
    return certificate["Status"] == "ISSUED", ends.timestamp() if ends else 0.0
