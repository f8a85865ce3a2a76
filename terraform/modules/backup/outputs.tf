output "vault_name" {
  description = "Vault of the backups; empty without backups."
  value       = var.enabled ? aws_backup_vault.this[0].name : ""
}

output "plan_id" {
  description = "Plan of the backups; empty without backups."
  value       = var.enabled ? aws_backup_plan.this[0].id : ""
}

output "role_arn" {
  description = "Role that backs up and restores; empty without backups."
  value       = var.enabled ? aws_iam_role.backup[0].arn : ""
}

output "alarm_names" {
  description = "Alarms about backups."
  value       = concat(aws_cloudwatch_metric_alarm.failed[*].alarm_name, aws_cloudwatch_metric_alarm.missing[*].alarm_name)
}
