# Metrics out of logs: what no service counts by itself. Logs are one JSON object a line.

locals {
  advanced = var.level == "advanced"

  log_metrics = !local.advanced ? {} : merge(
    {
      for name, group in var.collector.log_groups : "${name}Errors" => {
        group = group, pattern = "{ $.level = \"ERROR\" }", namespace = "${var.namespace}/Lambda"
      }
    },
    {
      for name, group in var.collector.log_groups : "${name}Warnings" => {
        group = group, pattern = "{ $.level = \"WARNING\" }", namespace = "${var.namespace}/Lambda"
      }
    },
    {
      dashboardErrors = {
        group = var.web.log_group, pattern = "{ $.level = \"ERROR\" }", namespace = "${var.namespace}/Web"
      }
      timeouts = {
        group = var.collector.log_groups["collector"], pattern = "\"Task timed out\"", namespace = "${var.namespace}/Lambda"
      }
    },
  )
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.log_metrics

  name           = "${var.name}-${each.key}"
  log_group_name = each.value.group
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = each.value.namespace
    name          = each.key
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "log_errors" {
  for_each = { for name, metric in local.log_metrics : name => metric if endswith(name, "Errors") }

  alarm_name          = "${var.name}-log-${each.key}"
  alarm_description   = "Errors are being logged in ${each.value.group}."
  namespace           = each.value.namespace
  metric_name         = each.key
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
