output "alarm_topic_arn" {
  description = "Topic that alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}

output "alarm_names" {
  description = "All alarms of this module."
  value = concat(
    [for alarm in aws_cloudwatch_metric_alarm.simple : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.table_throttles : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.table_errors : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.log_errors : alarm.alarm_name],
  )
}

output "dashboard_names" {
  description = "CloudWatch dashboards."
  value       = concat([aws_cloudwatch_dashboard.system.dashboard_name], aws_cloudwatch_dashboard.business[*].dashboard_name)
}
