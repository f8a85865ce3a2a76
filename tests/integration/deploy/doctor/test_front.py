"""CloudFront, firewall, domain and certificates, and the addresses as the world sees them."""

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.doctor.addresses import addresses
from deploy.doctor.edge import edge
from deploy.doctor.finding import State
from deploy.doctor.names import names
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor import world_watched, world_web
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

DOMAIN = "stats.example.com"


@pytest.fixture
def made(bare: World) -> World:
    world_watched.front(bare)
    return bare


def _change(world: World, **changes: Any) -> None:
    client, identifier = world.client("cloudfront"), world.outputs["distribution_id"]
    found = client.get_distribution_config(Id=identifier)
    config = found["DistributionConfig"] | changes
    client.update_distribution(Id=identifier, IfMatch=found["ETag"], DistributionConfig=config)


def test_a_distribution_without_a_way_to_the_collector_is_found(made: World, look: Look) -> None:
    found = made.client("cloudfront").get_distribution_config(Id=made.outputs["distribution_id"])
    origins = [each for each in found["DistributionConfig"]["Origins"]["Items"] if each["Id"] == "dashboard"]
    _change(made, Origins={"Quantity": 1, "Items": origins})
    assert look(made, edge)["CloudFront"].detail == "leads no beacon to the collector"


def test_a_distribution_without_a_way_into_the_vpc_is_found(made: World, look: Look) -> None:
    assert look(made, edge)["way to the load balancer"].state is State.OK
    found = made.client("cloudfront").get_distribution_config(Id=made.outputs["distribution_id"])
    origins = [each for each in found["DistributionConfig"]["Origins"]["Items"] if each["Id"] == "collector"]
    asked = {"Id": "dashboard", "DomainName": "a.example.com", "CustomOriginConfig": origins[0]["CustomOriginConfig"]}
    _change(made, Origins={"Quantity": 2, "Items": [*origins, asked]})
    assert (
        look(made, edge)["way to the load balancer"].detail == "CloudFront has no VPC origin, which alone leads to it"
    )


@pytest.mark.parametrize(("status", "state"), [("Deploying", State.WARNING), ("Failed", State.FAILED)])
def test_a_way_into_the_vpc_that_is_not_there_yet_is_told(made: World, look: Look, status: str, state: State) -> None:
    made.answer("cloudfront", "GetVpcOrigin", VpcOrigin={"Status": status})
    assert look(made, edge)["way to the load balancer"].state is state


def test_a_distribution_that_is_switched_off_is_found(made: World, look: Look) -> None:
    _change(made, Enabled=False)
    assert "is switched off" in look(made, edge)["CloudFront"].detail


def test_a_distribution_that_does_not_know_the_domain_is_found(made: World, look: Look) -> None:
    made.switch(domain_name=DOMAIN)
    assert f"does not answer for {DOMAIN}" in look(made, edge)["CloudFront"].detail


def test_a_firewall_that_was_taken_away_is_found(made: World, look: Look) -> None:
    assert look(made, edge)["firewall"].state is State.OK
    _change(made, WebACLId="")
    assert look(made, edge)["firewall"].detail == "does not stand in front of CloudFront"


def test_a_missing_script_is_found(made: World, look: Look) -> None:
    made.client("s3").delete_object(Bucket=made.outputs["static_bucket"], Key="li.js")
    assert "no page can load the tracker" in look(made, edge)["script on S3"].detail


def test_guardduty_is_looked_for_when_it_is_asked_for(made: World, look: Look) -> None:
    made.switch(guardduty_enabled=True)
    made.answer("guardduty", "ListDetectors", DetectorIds=[])
    assert look(made, edge)["GuardDuty"].state is State.FAILED
    made.answers.clear()
    made.answer("guardduty", "ListDetectors", DetectorIds=["1"])
    made.answer("guardduty", "GetDetector", Status="ENABLED")
    assert look(made, edge)["GuardDuty"].state is State.OK


def test_without_cloudfront_its_checks_are_off(bare: World, look: Look) -> None:
    bare.switch(waf_enabled=False)
    assert {each.state for each in look(bare, edge).values()} == {State.OFF}


@pytest.fixture
def named(made: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """With a domain that the world knows. Each test has its own: zones of all tests lie in one account."""
    world_web.network(made)
    world_web.load_balancer(made)
    world_watched.domain(made, f"{made.project.lower()}.{DOMAIN}")
    found = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 443))
    monkeypatch.setattr("deploy.doctor.names.getaddrinfo", lambda *_, **__: [found])
    return made


def test_a_domain_with_record_and_certificates_is_well(named: World, look: Look) -> None:
    found = look(named, names)
    assert {each.state for each in found.values()} == {State.OK}, found
    assert len(found) == 4


def test_a_record_that_leads_elsewhere_is_found(named: World, look: Look) -> None:
    named.outputs["distribution_id"] = ""
    named.outputs["load_balancer"] = "the-balancer.elb.amazonaws.com"
    found = look(named, names)[f"records of x.{DOMAIN}"]
    assert found.state is State.FAILED
    assert "not to the-balancer" in found.detail


def test_a_domain_whose_registrar_does_not_know_the_zone_is_found(
    named: World, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("deploy.doctor.names.getaddrinfo", unknown)
    named.outputs["name_servers"] = ["ns-1.example.org"]
    found = look(named, names)[f"x.{DOMAIN} in the DNS"]
    assert (found.state, found.remedy) == (State.FAILED, "give the registrar these name servers: ns-1.example.org")


@pytest.mark.parametrize(
    ("status", "days", "state", "words"),
    [
        ("ISSUED", 200, State.OK, "ISSUED, until"),
        ("ISSUED", 10, State.WARNING, "was not renewed"),
        ("PENDING_VALIDATION", None, State.FAILED, "is PENDING_VALIDATION"),
    ],
)
def test_a_certificate_tells_its_state_and_its_end(
    named: World, look: Look, status: str, days: int | None, state: State, words: str
) -> None:
    ends = {} if days is None else {"NotAfter": datetime.now(UTC) + timedelta(days=days)}
    named.answer("acm", "DescribeCertificate", Certificate={"Status": status, **ends})
    found = look(named, names)["certificate of the load balancer"]
    assert (found.state, words in found.detail) == (state, True), found


def test_a_listener_or_a_distribution_without_a_certificate_is_found(named: World, look: Look) -> None:
    _change(named, ViewerCertificate={"CloudFrontDefaultCertificate": True})
    named.answer("elbv2", "DescribeListeners", Listeners=[{"Certificates": []}])
    found = look(named, names)
    assert found["certificate of CloudFront"].detail == "there is none"
    assert found["certificate of the load balancer"].detail == "there is none"


def test_the_addresses_are_asked_as_the_world_does(bare: World, look: Look) -> None:
    ingestion.collector(bare)
    found = look(bare, addresses)
    assert {each.state for each in found.values()} == {State.OK}, found


def test_an_address_where_something_else_answers_is_found(bare: World, look: Look) -> None:
    bare.outputs.update(dashboard_url=f"{bare.site}/elsewhere", collector_url=f"{bare.site}/elsewhere")
    found = look(bare, addresses)
    assert "answers 404" in found["dashboard"].detail
    assert "answers 404: {}, but should refuse" in found["way of beacons"].detail
    assert found["dashboard"].remedy.startswith("aws logs tail /ecs/")


def test_an_address_where_nobody_answers_is_found(bare: World, look: Look) -> None:
    bare.outputs["dashboard_url"] = "http://127.0.0.1:9"
    found = look(bare, addresses)["dashboard"]
    assert (found.state, "does not answer" in found.detail) == (State.FAILED, True)
