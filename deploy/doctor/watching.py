"""What else watches: dashboards, metrics out of logs, traces, the budget."""

from collections.abc import Iterator
from functools import partial

from deploy.doctor.finding import Check, Finding, fault, judged, make, minor, off, switch
from deploy.environment import Environment

LONGEST_RULE_NAME = 32


def watching(environment: Environment) -> Iterator[Check]:
    for name in environment.output("cloudwatch_dashboards"):
        yield Check(f"dashboard {name}", partial(_dashboard, environment, name))
    yield Check("metrics out of logs", partial(_log_metrics, environment))
    yield Check("X-Ray's sampling rule", partial(_sampling, environment))
    yield Check("budget", partial(_budget, environment))


def _dashboard(environment: Environment, name: str) -> Finding:
    body = environment.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"]
    return judged("there", fault(len(body) < len('{"widgets":[]}'), "is empty", make(environment, "infra")))


def _log_metrics(environment: Environment) -> Finding:
    if switch(environment, "monitoring_level") != "advanced":
        return off("monitoring_level = basic")
    answer = environment.client("logs").describe_metric_filters(filterNamePrefix=f"{environment.project}-")
    found = answer["metricFilters"]
    return judged(f"{len(found)} filters", fault(not found, "no filter is there", make(environment, "infra")))


def _sampling(environment: Environment) -> Finding:
    if not switch(environment, "x_ray_tracing"):
        return off("x_ray_tracing = false")
    name = environment.project[:LONGEST_RULE_NAME]
    pages = environment.client("xray").get_paginator("get_sampling_rules").paginate()
    rules = [record["SamplingRule"] for page in pages for record in page["SamplingRuleRecords"]]
    found = [rule for rule in rules if rule["RuleName"] == name]
    rate = found[0]["FixedRate"] if found else 0
    return judged(
        f"{rate:.0%} of requests are traced",
        fault(not found, f"the rule {name} is missing", make(environment, "infra")),
    )


def _budget(environment: Environment) -> Finding:
    if not switch(environment, "monthly_budget_usd"):
        return off("monthly_budget_usd = 0")
    account = environment.output("alarm_topic").split(":")[4]
    budget = environment.client("budgets").describe_budget(AccountId=account, BudgetName=environment.project)["Budget"]
    limit = float(budget["BudgetLimit"]["Amount"])
    spent = float(budget.get("CalculatedSpend", {}).get("ActualSpend", {}).get("Amount", 0))
    return judged(
        f"${spent:.2f} of ${limit:.2f} this month",
        minor(
            spent > limit,
            f"${spent:.2f} of ${limit:.2f} this month: the whole account's bill is over it",
            "Cost Explorer by service shows what grew; docs/operations/troubleshoot.md#the-budget-alarm",
        ),
    )
