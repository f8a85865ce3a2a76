# `terraform test -test-directory=tests/profiles -filter=tests/profiles/standard.tftest.hcl -var-file=envs/standard.tfvars`

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "global"
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "copies"
  source = "./tests/mocks"
}

variables {
  secret_key   = "0123456789012345678901234567890123456789"
  proxy_secret = "fedcba9876543210fedcba9876543210"
}

run "standard" {
  command = plan

  assert {
    condition     = var.environment == "production" && local.protected
    error_message = "It is protected against deletion as production is."
  }

  assert {
    condition     = module.network.tasks_need_public_ip && var.ecs_desired_count == 1 && var.auto_scaling_enabled && !var.waf_enabled
    error_message = "It has one task that others join under load, and neither NAT gateways nor a firewall."
  }

  assert {
    condition     = output.backup_vault == "LiveInsight" && var.backup_vault_lock && output.switches.backup_tables == toset(["Settings"]) && output.static_bucket != ""
    error_message = "It has locked backups of what no archive has, and TLS by CloudFront."
  }

  assert {
    condition     = output.cloudwatch_dashboards == ["LiveInsight-dashboard"] && length(output.alarms) == 21
    error_message = "It has an alarm for everything, none that tells what another one does, and no metrics that are paid for besides."
  }
}
