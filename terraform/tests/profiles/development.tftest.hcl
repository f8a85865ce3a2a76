# `terraform test -test-directory=tests/profiles -filter=tests/profiles/development.tftest.hcl -var-file=envs/development.tfvars`

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

run "development" {
  command = plan

  assert {
    condition     = var.environment == "development" && !local.protected
    error_message = "A development installation can be thrown away."
  }

  assert {
    condition     = module.network.tasks_need_public_ip && output.backup_vault == ""
    error_message = "It has neither NAT gateways nor backups."
  }

  assert {
    condition     = output.cloudwatch_dashboards == ["LiveInsight-dashboard"]
    error_message = "It has the alarms and one dashboard."
  }
}
