"""What an installation costs a month: the resources of its plan, a table of prices, and how much is counted.

prices.toml, prices             what AWS asks for, dated, each with its page
assumptions.toml, assumptions   what the cost depends on beside plan and prices, each with its source
profiles.toml                   what the environments are for, and what each gives up
resources.toml                  every type of resource: priced or free; a test fails for one that is neither
compared.toml                   what others say theirs costs
planned        Terraform's plan of a profile, without an account
plan           the resources in it
workload       how many requests, units and bytes so many events are
parts/         the lines of the bill, by phase
estimate       all lines, and their sums
report, page   as text, as JSON, as the tables of docs/operations/cost.md
command        `python -m deploy cost`
"""
