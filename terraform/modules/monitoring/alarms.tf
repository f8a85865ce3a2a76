# The alarms, as tables: what is measured, from when on it is bad, and what to do then.
#
# Each metric of an alarm is paid for. Level `basic` leaves out what another alarm tells as well:
#
#   collector-duration            api-latency, which goes off long before a time-out
#   rollup- and archive-throttles collector-throttles: the limit is the account's; rollup-silent
#   throttled reads, and writes   rollup-errors, archive-errors, dashboard-5xx: what only jobs and the dashboard do, and
#   of Sessions and Settings      what is still refused when boto3 has tried again, fails there
#   system errors but of storing  api-errors, rollup-errors, archive-errors, dashboard-5xx
#   events

locals {
  api = { ApiName = var.collector.api_name, Stage = var.collector.api_stage }

  simple = { for name, alarm in local.all_simple : name => alarm if local.advanced || !contains(local.told_twice, name) }

  told_twice = ["collector-duration", "rollup-throttles", "archive-throttles"]

  throttles = {
    for table in keys(var.tables) : table => {
      for kind, metric in { reads = "ReadThrottleEvents", writes = "WriteThrottleEvents" } : kind => metric
      if local.advanced || kind == "writes"
    } if local.advanced || contains(["Events", "ActiveSessions"], table)
  }

  # DynamoDB counts these by operation. They are summed up over what our code asks of the table, and no more; commands
  # that people run now and then say themselves what went wrong.
  system_errors = {
    for table, asked in var.tables : table => toset([
      for operation in asked.operations : operation if local.advanced || operation == "PutItem"
    ]) if local.advanced || table == "Events"
  }

  # One metric each. `minutes` × `periods` is how long it must be bad.
  all_simple = merge(
    {
      api-errors = {
        namespace = "AWS/ApiGateway", metric = "5XXError", dimensions = local.api
        statistic = "Average", threshold = 0.01, above = true, minutes = 5, periods = 3
        does      = "Over 1 % of requests to the collector fail. Trackers send again, nothing is lost for a day. Look at the Lambda's log."
      }
      api-latency = {
        namespace = "AWS/ApiGateway", metric = "Latency", dimensions = local.api
        statistic = "p95", threshold = 2000, above = true, minutes = 5, periods = 3
        does      = "The collector takes over 2 s for a twentieth of the requests. Look at DynamoDB's latency and the Lambda's memory."
      }
      rollup-silent = {
        namespace = "AWS/Lambda", metric = "Invocations", dimensions = { FunctionName = var.collector.functions["rollup"] }
        statistic = "Sum", threshold = 1, above = false, minutes = 30, periods = 1
        does      = "The rollup was not started for half an hour. Look at its rule in EventBridge: is it enabled, may it call the function?"
      }
      alb-5xx = {
        namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = { LoadBalancer = var.web.load_balancer_arn_suffix }
        statistic = "Sum", threshold = 10, above = true, minutes = 5, periods = 1
        does      = "The load balancer has no healthy task to send requests to. `make doctor` shows the tasks."
      }
      dashboard-5xx = {
        namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", dimensions = { LoadBalancer = var.web.load_balancer_arn_suffix }
        statistic = "Sum", threshold = 10, above = true, minutes = 5, periods = 1
        does      = "The dashboard answers with errors. Look at its log; after a deployment `make rollback` returns to the version before."
      }
    },
    {
      for name, function in var.collector.functions : "${name}-errors" => {
        namespace = "AWS/Lambda", metric = "Errors", dimensions = { FunctionName = function }
        statistic = "Sum", threshold = 0, above = true, minutes = 5, periods = name == "collector" ? 2 : 1
        does      = "The function ${function} raised errors. Its log has them; a job that failed is repeated by the next run."
      }
    },
    {
      for name, function in var.collector.functions : "${name}-duration" => {
        namespace = "AWS/Lambda", metric = "Duration", dimensions = { FunctionName = function }
        statistic = "p95", threshold = floor(var.collector.timeouts[name] * 0.8), above = true, minutes = 15, periods = 1
        does      = "The function ${function} takes over 80 % of its time-out. Give it more memory, which is also more CPU."
      }
    },
    {
      for name, function in var.collector.functions : "${name}-throttles" => {
        namespace = "AWS/Lambda", metric = "Throttles", dimensions = { FunctionName = function }
        statistic = "Sum", threshold = 0, above = true, minutes = 5, periods = 1
        does      = "The account's limit of concurrent Lambdas was reached. Ask AWS for a higher one, or reserve some for ${function}."
      }
    },
    {
      for colour, service in var.web.services : "ecs-cpu-${colour}" => {
        namespace = "AWS/ECS", metric = "CPUUtilization", dimensions = { ClusterName = var.web.cluster, ServiceName = service }
        statistic = "Average", threshold = 90, above = true, minutes = 5, periods = 3
        does      = "The tasks of ${service} are at their limit, and auto scaling did not help. Raise task_size."
      }
    },
    {
      for colour, service in var.web.services : "ecs-memory-${colour}" => {
        namespace = "AWS/ECS", metric = "MemoryUtilization", dimensions = { ClusterName = var.web.cluster, ServiceName = service }
        statistic = "Average", threshold = 90, above = true, minutes = 5, periods = 3
        does      = "The tasks of ${service} are about to be killed for memory. Raise task_size."
      }
    },
    {
      for colour, group in var.web.target_group_arn_suffixes : "alb-unhealthy-${colour}" => {
        namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount", dimensions = { LoadBalancer = var.web.load_balancer_arn_suffix, TargetGroup = group }
        statistic = "Maximum", threshold = 0, above = true, minutes = 1, periods = 5
        does      = "A task of ${colour} does not answer /health/. Its log says why; `aws ecs describe-services` shows the last events."
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "simple" {
  for_each = local.simple

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.does
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.minutes * 60
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.threshold

  # Nothing measured means nothing happened, but for what must happen.
  treat_missing_data = each.value.above ? "notBreaching" : "breaching"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  ok_actions         = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_throttles" {
  for_each = local.throttles

  alarm_name          = "${var.name}-throttles-${each.key}"
  alarm_description   = "DynamoDB throttles ${var.tables[each.key].name}. With PROVISIONED raise table_capacity; else give the busiest site more shards (`liveinsight site change --shards`)."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "all"
    expression  = join(" + ", [for id in keys(each.value) : "FILL(${id}, 0)"])
    label       = "throttled"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value
        dimensions  = { TableName = var.tables[each.key].name }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "table_errors" {
  for_each = local.system_errors

  alarm_name          = "${var.name}-system-errors-${each.key}"
  alarm_description   = "DynamoDB itself fails on ${var.tables[each.key].name}. Trackers send again; look at AWS's health page."
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "all"
    expression  = join(" + ", [for operation in each.value : "FILL(${lower(operation)}, 0)"])
    label       = "system errors"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value

    content {
      id = lower(metric_query.key)

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = var.tables[each.key].name, Operation = metric_query.value }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}
