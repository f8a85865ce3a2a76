"""Settings: defaults, values, and refusals that name the variable and the remedy."""

from pathlib import Path

import pytest

from liveinsight.settings import InvalidSetting, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()


def test_blank_values_count_as_not_set() -> None:
    assert Settings.from_env({"LIVEINSIGHT_PROJECT_NAME": "  ", "LIVEINSIGHT_CACHE_ENABLED": ""}) == Settings()


def test_every_variable_is_read(tmp_path: Path) -> None:
    database = tmp_path / "country.mmdb"
    database.touch()
    found = Settings.from_env(
        {
            "LIVEINSIGHT_PROJECT_NAME": "Shop",
            "AWS_REGION": "ap-northeast-2",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
            "LIVEINSIGHT_QUERY_ENGINE": "Athena",
            "LIVEINSIGHT_ATHENA_WORKGROUP": "analytics.team-1",
            "LIVEINSIGHT_ATHENA_DATABASE": "shop_history",
            "LIVEINSIGHT_EVENT_RETENTION_DAYS": "90",
            "LIVEINSIGHT_CLIENT_IP_HEADER": "X-Real-IP",
            "LIVEINSIGHT_TRUSTED_PROXIES": "127.0.0.1, ::1",
            "LIVEINSIGHT_COUNTRY_MMDB": str(database),
            "LIVEINSIGHT_CACHE_ENABLED": "false",
            "LIVEINSIGHT_COLLECTOR_URL": "https://c.example/",
            "LIVEINSIGHT_DASHBOARD_URL": "https://d.example/",
            "LIVEINSIGHT_PROXY_HOPS": "2",
            "LIVEINSIGHT_SECRET_KEY": "s",
            "LIVEINSIGHT_LIVE_POLL_MS": "1000",
            "LIVEINSIGHT_METRICS_NAMESPACE": "Shop",
        }
    )
    assert found == Settings(
        project_name="Shop",
        region="ap-northeast-2",
        endpoint_url="http://127.0.0.1:4566",
        archive_bucket="shop-archive",
        query_engine="athena",
        athena_workgroup="analytics.team-1",
        athena_database="shop_history",
        event_retention_days=90,
        client_ip_header="x-real-ip",
        trusted_proxies=("127.0.0.1", "::1"),
        country_mmdb=database,
        cache_enabled=False,
        collector_url="https://c.example",
        dashboard_url="https://d.example",
        proxy_hops=2,
        secret_key="s",
        live_poll_ms=1000,
        metrics_namespace="Shop",
    )


def test_the_database_is_named_after_the_project_in_the_letters_that_glue_takes() -> None:
    assert Settings.from_env({"LIVEINSIGHT_PROJECT_NAME": "My-Shop"}).athena_database == "my_shop"


@pytest.mark.parametrize(
    ("name", "value"),
    [("QUERY_ENGINE", "presto"), ("ATHENA_DATABASE", 'x"; DROP'), ("ATHENA_WORKGROUP", "a b")],
)
def test_what_athena_cannot_use_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=f"LIVEINSIGHT_{name}="):
        Settings.from_env({f"LIVEINSIGHT_{name}": value})


def test_the_region_falls_back_to_the_default_region_of_aws() -> None:
    assert Settings.from_env({"AWS_DEFAULT_REGION": "eu-west-1"}).region == "eu-west-1"


def test_whoever_ends_tls_is_a_proxy() -> None:
    assert Settings.from_env({"LIVEINSIGHT_DASHBOARD_URL": "https://stats.example"}).proxy_hops == 1
    assert Settings.from_env({"LIVEINSIGHT_DASHBOARD_URL": "http://stats.example"}).proxy_hops == 0


def test_any_proxy_can_be_trusted() -> None:
    assert Settings.from_env({"LIVEINSIGHT_TRUSTED_PROXIES": "*"}).trusted_proxies == ("*",)


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("TRUE", True), ("1", True), ("False", False), ("0", False)]
)
def test_switches(text: str, value: bool) -> None:
    assert Settings.from_env({"LIVEINSIGHT_CACHE_ENABLED": text}).cache_enabled is value


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("LIVEINSIGHT_EVENT_RETENTION_DAYS", "1", "2 to 3650"),
        ("LIVEINSIGHT_EVENT_RETENTION_DAYS", "3651", "2 to 3650"),
        ("LIVEINSIGHT_EVENT_RETENTION_DAYS", "-5", "whole number"),
        ("LIVEINSIGHT_EVENT_RETENTION_DAYS", "5.5", "whole number"),
        ("LIVEINSIGHT_EVENT_RETENTION_DAYS", "many", "whole number"),
        ("LIVEINSIGHT_LIVE_POLL_MS", "49", "50 to 60000"),
        ("LIVEINSIGHT_LIVE_POLL_MS", "60001", "50 to 60000"),
        ("LIVEINSIGHT_PROXY_HOPS", "-1", "0 to 10"),
        ("LIVEINSIGHT_PROXY_HOPS", "all", "whole number"),
        ("LIVEINSIGHT_CACHE_ENABLED", "yes", "true or false"),
        ("LIVEINSIGHT_TRUSTED_PROXIES", "localhost", "IP addresses"),
        ("LIVEINSIGHT_TRUSTED_PROXIES", "127.0.0.1;::1", "IP addresses"),
        ("LIVEINSIGHT_TRUSTED_PROXIES", "10.0.0.0/8", "IP addresses"),
        ("LIVEINSIGHT_COUNTRY_MMDB", "/nowhere/country.mmdb", "existing .mmdb file"),
    ],
)
def test_an_invalid_value_names_variable_value_and_remedy(name: str, value: str, remedy: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        Settings.from_env({name: value})
    assert name in refused.value.message
    assert repr(value) in refused.value.message
    assert remedy in refused.value.message
