# Alarms, dashboards, metrics out of logs, tracing, budget.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name               = "LiveInsight"
  level              = "advanced"
  namespace          = "LiveInsight"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/k"
  alarm_email        = "alarms@example.com"
  monthly_budget_usd = 200
  x_ray              = { enabled = true, rate = 0.1 }
  collector = {
    api_name   = "liveinsight"
    api_stage  = "api"
    functions  = { collector = "liveinsight-production", rollup = "liveinsight-production-rollup", archive = "liveinsight-production-archive" }
    log_groups = { collector = "/aws/lambda/liveinsight-production", rollup = "/aws/lambda/liveinsight-production-rollup", archive = "/aws/lambda/liveinsight-production-archive" }
    timeouts   = { collector = 30000, rollup = 300000, archive = 900000 }
  }
  tables = {
    for name in ["Events", "Sessions", "ActiveSessions", "Settings"] : name => { name = "LiveInsight-${name}", operations = ["Query", "PutItem"] }
  }
  web = {
    cluster                   = "LiveInsight-cluster"
    services                  = { blue = "LiveInsight-service", green = "LiveInsight-service-green" }
    log_group                 = "/ecs/liveinsight"
    load_balancer_arn_suffix  = "app/LiveInsight-alb/1"
    target_group_arn_suffixes = { blue = "targetgroup/LiveInsight-blue/1", green = "targetgroup/LiveInsight-green/1" }
  }
}

run "monitoring_advanced" {
  command = plan

  module {
    source = "./modules/monitoring"
  }

  # What the user's guide asks for.
  assert {
    condition = length(setsubtract(
      [for name in [
        "api-errors", "api-latency", "collector-duration", "collector-errors", "collector-throttles", "throttles-Events", "system-errors-Events",
        "ecs-cpu-blue", "ecs-memory-blue", "alb-5xx", "alb-unhealthy-blue"
      ] : "LiveInsight-${name}"],
      output.alarm_names
    )) == 0
    error_message = "There are alarms about errors and latency of the API, duration, errors and throttles of the Lambdas, throttles and errors of the tables, CPU and memory of the tasks, and the load balancer."
  }

  assert {
    condition = alltrue([
      for table, alarm in aws_cloudwatch_metric_alarm.table_errors :
      toset([for query in alarm.metric_query : jsonencode(query.metric[0].dimensions) if length(query.metric) > 0]) == toset([
        for operation in ["PutItem", "Query"] : jsonencode({ TableName = "LiveInsight-${table}", Operation = operation })
      ])
    ])
    error_message = "Errors of a table are summed up over what is asked of it."
  }

  assert {
    condition     = length(output.alarm_names) == length(distinct(output.alarm_names))
    error_message = "No two alarms have the same name."
  }

  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.simple), values(aws_cloudwatch_metric_alarm.table_throttles), values(aws_cloudwatch_metric_alarm.table_errors), values(aws_cloudwatch_metric_alarm.log_errors)) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn]) && length(alarm.alarm_description) > 20
    ])
    error_message = "Every alarm tells the topic, also when it is over, and says what to do."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.simple["api-errors"].dimensions == tomap({ ApiName = "liveinsight", Stage = "api" }) && aws_cloudwatch_metric_alarm.simple["api-latency"].extended_statistic == "p95"
    error_message = "The API is watched by name and stage, its latency at the 95th percentile."
  }

  assert {
    condition     = { for name in ["collector", "rollup", "archive"] : name => aws_cloudwatch_metric_alarm.simple["${name}-duration"].threshold } == { collector = 24000, rollup = 240000, archive = 720000 }
    error_message = "A function that takes four fifths of its time-out is told of."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.simple["rollup-silent"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.simple["api-errors"].treat_missing_data == "notBreaching"
    error_message = "Silence is a failure of the rollup, and none of the API."
  }

  assert {
    condition     = output.dashboard_names == ["LiveInsight-dashboard", "LiveInsight-BusinessMetrics"]
    error_message = "Both dashboards are there, called as always."
  }

  assert {
    condition = alltrue(flatten([
      for body in [aws_cloudwatch_dashboard.system.dashboard_body, aws_cloudwatch_dashboard.business[0].dashboard_body] : [
        for widget in jsondecode(body).widgets : widget.type == "log" || length(try(widget.properties.metrics, [])) > 0 && alltrue([for metric in try(widget.properties.metrics, []) : try(startswith(metric[0], "AWS/") || startswith(metric[0], "LiveInsight"), false)])
      ]
    ]))
    error_message = "Every widget has metrics, each of a namespace and a name at least."
  }

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.this) == 8 && alltrue([for filter in aws_cloudwatch_log_metric_filter.this : startswith(one(filter.metric_transformation).namespace, "LiveInsight/")])
    error_message = "Errors and warnings of all functions, errors of the dashboard and time-outs are counted out of the logs."
  }

  assert {
    condition     = aws_xray_sampling_rule.collector[0].fixed_rate == 0.1
    error_message = "A tenth of the requests is traced."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn && aws_sns_topic_subscription.mail[0].endpoint == "alarms@example.com"
    error_message = "What is told is encrypted, and somebody is told."
  }

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.alarms.statement : [for principal in statement.principals : principal.identifiers] if statement.effect != "Deny"])) == toset(["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"])
    error_message = "Alarms, budgets and EventBridge publish, and nobody else."
  }

  assert {
    condition     = tonumber(aws_budgets_budget.month[0].limit_amount) == 200 && toset([for notification in aws_budgets_budget.month[0].notification : "${notification.notification_type} ${notification.threshold}"]) == toset(["ACTUAL 80", "FORECASTED 100"])
    error_message = "The budget is told of at 80 %, and when it is forecast to be passed."
  }
}

run "monitoring_basic" {
  command = plan

  module {
    source = "./modules/monitoring"
  }

  variables {
    level              = "basic"
    alarm_email        = ""
    monthly_budget_usd = 0
    x_ray              = { enabled = false, rate = 0.1 }
  }

  assert {
    condition = toset(output.alarm_names) == toset([for name in [
      "api-errors", "api-latency", "collector-errors", "rollup-errors", "archive-errors", "rollup-duration", "archive-duration",
      "collector-throttles", "throttles-Events", "throttles-ActiveSessions", "system-errors-Events", "ecs-cpu-blue", "ecs-cpu-green",
      "ecs-memory-blue", "ecs-memory-green", "alb-5xx", "dashboard-5xx", "alb-unhealthy-blue", "alb-unhealthy-green", "rollup-silent",
    ] : "LiveInsight-${name}"]) && output.dashboard_names == ["LiveInsight-dashboard"]
    error_message = "One dashboard, and an alarm for everything that the user's guide asks for, but none that tells what another one does."
  }

  # Each is paid for.
  assert {
    condition     = sum([for alarm in concat(values(aws_cloudwatch_metric_alarm.table_throttles), values(aws_cloudwatch_metric_alarm.table_errors)) : length(alarm.metric_query) - 1]) == 3
    error_message = "Of the tables, writes of visitors are watched."
  }

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.this) + length(aws_cloudwatch_metric_alarm.log_errors) + length(aws_sns_topic_subscription.mail) + length(aws_budgets_budget.month) + length(aws_xray_sampling_rule.collector) == 0
    error_message = "Nothing is left of metrics out of logs, mail, budget and tracing."
  }
}
