# `terraform test -test-directory=tests/profiles -filter=tests/profiles/lean.tftest.hcl -var-file=envs/lean.tfvars`

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

run "lean" {
  command = plan

  assert {
    condition     = var.environment == "production" && local.protected
    error_message = "What is cheap is protected against deletion all the same."
  }

  assert {
    condition     = module.network.tasks_need_public_ip && var.ecs_desired_count == 1 && !var.waf_enabled && !var.access_logs_enabled
    error_message = "It has neither NAT gateways nor a firewall, and one task."
  }

  assert {
    condition     = output.backup_vault == "LiveInsight" && output.static_bucket != "" && output.switches.backup_tables == toset(["Settings"]) && var.backup_retention_days == 35
    error_message = "It has backups of what no archive has, and TLS by CloudFront."
  }

  assert {
    condition     = length(output.alarms) == 21
    error_message = "It has an alarm for everything, and none that tells what another one does."
  }
}
