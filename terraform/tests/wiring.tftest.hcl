# The parts together: everything off, everything on, and a way between. tests/terraform/test_switches.py looks at which
# resources each of these plans has. Plans with the variables of the environments are in tests/profiles.

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

run "all_off" {
  command = plan

  variables {
    nat_gateway_count         = 0
    flow_logs_enabled         = false
    x_ray_tracing             = false
    auto_scaling_enabled      = false
    cache_enabled             = false
    cloudfront_enabled        = false
    waf_enabled               = false
    guardduty_enabled         = false
    access_logs_enabled       = false
    backup_enabled            = false
    restore_rehearsal_enabled = false
  }

  assert {
    condition     = output.static_bucket == "" && output.distribution_id == "" && output.collector_url == ""
    error_message = "Without CloudFront and collector there is neither bucket nor distribution, and nowhere to send events to."
  }

  assert {
    condition     = output.backup_vault == "" && output.backup_role == "" && length(output.name_servers) == 0
    error_message = "Without backups and domain there is neither vault nor zone."
  }
}

run "all_on" {
  command = plan

  variables {
    environment            = "production"
    nat_gateway_count      = 2
    billing_mode           = "PROVISIONED"
    query_engine           = "athena"
    archive_retention_days = 400
    collector_api_id       = "a1b2c3d4e5"
    image_tag              = "v1.2.0"
    domain_name            = "stats.example.com"
    hosted_zone_id         = "Z0123456789ABCDEFGHIJ"
    guardduty_enabled      = true
    monitoring_level       = "advanced"
    alarm_email            = "alarms@example.com"
    monthly_budget_usd     = 200
    backup_copy_region     = "us-west-2"
  }

  assert {
    condition     = output.dashboard_url == "https://stats.example.com" && output.collector_url == "https://stats.example.com"
    error_message = "With a domain and CloudFront everything is under it."
  }

  assert {
    condition = { for table, asked in module.data.operations : table => setunion(asked, module.web.operations[table]) } == {
      Events         = toset(["BatchWriteItem", "PutItem", "Query", "UpdateItem"])
      Sessions       = toset(["BatchWriteItem", "PutItem", "Query"])
      ActiveSessions = toset(["GetItem", "PutItem", "Query"])
      Settings       = toset(["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"])
    }
    error_message = "Errors of the tables are watched for all that the roles allow."
  }

  assert {
    condition     = local.dashboard_settings["LIVEINSIGHT_PROXY_HOPS"] == "2"
    error_message = "CloudFront and the load balancer stand before the dashboard."
  }

  assert {
    condition     = output.cloudwatch_dashboards == ["LiveInsight-dashboard", "LiveInsight-BusinessMetrics"]
    error_message = "Level advanced has both dashboards."
  }
}

run "regional" {
  command = plan

  variables {
    aws_region                 = "ap-northeast-2"
    project_name               = "Shop-Stats"
    nat_gateway_count          = 1
    billing_mode               = "PROVISIONED"
    table_auto_scaling_enabled = false
    cloudfront_enabled         = false
    collector_api_id           = "a1b2c3d4e5"
    domain_name                = "stats.example.com"
    create_hosted_zone         = true
    collector_stage            = "blue"
    fargate_spot               = true
    alarm_email                = "alarms@example.com"
  }

  override_data {
    target = module.edge.data.aws_region.current
    values = { name = "ap-northeast-2" }
  }

  assert {
    condition     = local.dashboard_settings["LIVEINSIGHT_PROXY_HOPS"] == "1"
    error_message = "Only the load balancer stands before the dashboard."
  }

  assert {
    condition     = output.dashboard_url == "https://stats.example.com"
    error_message = "The domain leads to the load balancer."
  }

  assert {
    condition     = output.collector_url == "https://a1b2c3d4e5.execute-api.ap-northeast-2.amazonaws.com/api"
    error_message = "Without CloudFront trackers send to the API itself."
  }

  assert {
    condition     = output.collector.stage == "blue" && output.collector.endpoint_type == "REGIONAL" && output.collector.architecture == "arm64" && output.collector.memory == 512
    error_message = "Chalice is told its stage, and what its functions run on."
  }

  assert {
    condition     = output.functions == { collector = "liveinsight-blue", rollup = "liveinsight-blue-rollup", archive = "liveinsight-blue-archive" }
    error_message = "Functions are called as Chalice names them."
  }
}
