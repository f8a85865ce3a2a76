# Values that are refused before anything is planned. tests/terraform/test_refusals.py runs the same without
# `expect_failures`, and looks whether each message of variables.tf is among what Terraform says.

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
  environment  = "development"
  secret_key   = "0123456789012345678901234567890123456789"
  proxy_secret = "fedcba9876543210fedcba9876543210"
}

# A variable whose check looks at another one is checked only when that one is right: so regions and zones come last.
run "refused_each" {
  command = plan

  variables {
    project_name           = "Live_Insight"
    vpc_cidr               = "10.0.0.0/24"
    nat_gateway_count      = 3
    billing_mode           = "ON_DEMAND"
    table_capacity         = { least = 10, most = 5 }
    archive_bucket         = "Our_History"
    archive_retention_days = 30
    secret_key             = "too short"
    secret_key_version     = 0
    log_retention_days     = 31
    collector_stage        = "the stage"
    collector_memory       = 128
    collector_architecture = "arm"
    collector_rate_limit   = 0
    xray_sampling_rate     = 2
    image_tag              = "liveinsight-app:v1.2.0"
    ecs_desired_count      = 5
    task_size              = { cpu = 256, memory = 4096 }
    query_engine           = "postgres"
    hosted_zone_id         = "Z0123456789ABCDEFGHIJ"
    create_hosted_zone     = true
    monitoring_level       = "full"
    alarm_email            = "nobody"
    monthly_budget_usd     = -1
    backup_retention_days  = 1

    backup_monthly_retention_days = 367
    backup_copy_region            = "Oregon"
  }

  expect_failures = [
    var.project_name, var.vpc_cidr, var.nat_gateway_count, var.billing_mode, var.table_capacity,
    var.archive_bucket, var.archive_retention_days, var.secret_key, var.secret_key_version, var.log_retention_days, var.collector_stage,
    var.collector_memory, var.collector_architecture, var.collector_rate_limit, var.xray_sampling_rate, var.image_tag, var.ecs_desired_count, var.task_size,
    var.query_engine, var.create_hosted_zone, var.monitoring_level, var.alarm_email,
    var.monthly_budget_usd, var.backup_retention_days, var.backup_monthly_retention_days, var.backup_copy_region,
  ]
}

# Most of these are right by themselves, and wrong beside another one.
run "refused_together" {
  command = plan

  variables {
    environment         = "production"
    deletion_protection = false
    cloudfront_enabled  = false
    backup_copy_region  = "us-east-1"
  }

  expect_failures = [var.deletion_protection, var.cloudfront_enabled, var.backup_copy_region]
}

run "refused_more" {
  command = plan

  variables {
    environment            = "staging"
    collector_api_id       = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/api"
    nat_gateway_count      = 1.5
    ecs_desired_count      = 1.5
    archive_retention_days = 90.5
    backup_retention_days  = 7.5
    secret_key_version     = 1.5
    collector_memory       = 512.5
    collector_rate_limit   = 1.5
    task_size              = { cpu = 512, memory = 1536 }
    xray_sampling_rate     = -0.1
    domain_name            = "https://stats.example.com/"
  }

  expect_failures = [
    var.nat_gateway_count, var.ecs_desired_count, var.archive_retention_days, var.backup_retention_days, var.secret_key_version,
    var.collector_memory, var.collector_rate_limit, var.task_size, var.xray_sampling_rate, var.domain_name, var.environment, var.collector_api_id,
  ]
}

run "refused_edges" {
  command = plan

  variables {
    project_name         = "LiveInsightLiveInsightL"
    vpc_cidr             = "10.0.3.0/16"
    collector_rate_limit = 10001
    table_capacity       = { least = 0, most = 5 }
    aws_region           = "Frankfurt"
    hosted_zone_id       = "/hostedzone/Z0123456789"
    task_size            = { cpu = 300, memory = 2048 }
    ecs_desired_count    = 0
    nat_gateway_count    = -1
  }

  expect_failures = [
    var.project_name, var.vpc_cidr, var.collector_rate_limit, var.table_capacity, var.aws_region, var.hosted_zone_id, var.task_size, var.ecs_desired_count,
    var.nat_gateway_count,
  ]
}

run "refused_tables" {
  command = plan

  variables {
    backup_tables = ["Events", "Users"]
  }

  expect_failures = [var.backup_tables]
}

run "refused_secret" {
  command = plan

  variables {
    proxy_secret = "too short, and with * and ?, which are patterns"
  }

  expect_failures = [var.proxy_secret]
}

run "refused_without_secret" {
  command = plan

  variables {
    proxy_secret = ""
  }

  expect_failures = [var.proxy_secret]
}
