# `terraform test -test-directory=tests/profiles -filter=tests/profiles/production.tftest.hcl -var-file=envs/production.tfvars`

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

run "production" {
  command = plan

  assert {
    condition     = var.environment == "production" && local.protected
    error_message = "What is in production is protected against deletion."
  }

  assert {
    condition     = var.nat_gateway_count == 2 && !module.network.tasks_need_public_ip && var.ecs_desired_count == 2
    error_message = "It survives the loss of a zone."
  }

  assert {
    condition     = output.cloudwatch_dashboards == ["LiveInsight-dashboard", "LiveInsight-BusinessMetrics"] && length(output.alarms) >= 30
    error_message = "It has all alarms and both dashboards."
  }

  assert {
    condition     = output.backup_vault == "LiveInsight" && var.backup_vault_lock && var.restore_rehearsal_enabled
    error_message = "It has locked backups, and restores them on trial."
  }

  assert {
    condition     = output.functions["collector"] == "liveinsight-production" && output.static_bucket == "liveinsight-static-123456789012"
    error_message = "Chalice's stage is the environment."
  }
}
