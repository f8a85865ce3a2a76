# Daily and monthly backups of the tables in a vault of their own. Point-in-time recovery is set at the tables.

locals {
  enabled = var.enabled ? 1 : 0
  copies  = var.enabled && var.copy ? 1 : 0

  # How a job ends that did not do its work.
  failures = ["FAILED", "ABORTED", "EXPIRED"]
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

data "aws_partition" "current" {}

resource "aws_iam_role" "backup" {
  count = local.enabled

  name               = "${var.name}-backup"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = var.enabled ? toset(["Backup", "Restores"]) : toset([])

  role       = aws_iam_role.backup[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${each.key}"
}

resource "aws_backup_vault" "this" {
  count = local.enabled

  name          = var.name
  kms_key_arn   = var.kms_key_arn
  force_destroy = !var.deletion_protection
}

# Without `changeable_for_days` the lock is in governance mode: an administrator can lift it.
resource "aws_backup_vault_lock_configuration" "this" {
  count = var.enabled && var.vault_lock ? 1 : 0

  backup_vault_name  = aws_backup_vault.this[0].name
  min_retention_days = 7
  max_retention_days = 366
}

resource "aws_backup_vault_lock_configuration" "copy" {
  count    = var.vault_lock ? local.copies : 0
  provider = aws.copies

  backup_vault_name  = aws_backup_vault.copy[0].name
  min_retention_days = 7
  max_retention_days = 366
}

resource "aws_backup_plan" "this" {
  count = local.enabled

  name = var.name

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.this[0].name
    schedule          = "cron(0 3 * * ? *)"
    start_window      = 60
    completion_window = 480

    lifecycle {
      delete_after = var.retention_days
    }

    dynamic "copy_action" {
      for_each = aws_backup_vault.copy

      content {
        destination_vault_arn = copy_action.value.arn

        lifecycle {
          delete_after = var.retention_days
        }
      }
    }
  }

  dynamic "rule" {
    for_each = var.monthly_retention_days > 0 ? [1] : []

    content {
      rule_name         = "monthly"
      target_vault_name = aws_backup_vault.this[0].name
      schedule          = "cron(0 4 1 * ? *)"
      start_window      = 60
      completion_window = 480

      lifecycle {
        delete_after = var.monthly_retention_days
      }
    }
  }
}

resource "aws_backup_selection" "tables" {
  count = local.enabled

  name         = "tables"
  plan_id      = aws_backup_plan.this[0].id
  iam_role_arn = aws_iam_role.backup[0].arn
  resources    = values(var.table_arns)
}

# --- A failure is told at once --------------------------------------------------------------------------------------

resource "aws_cloudwatch_event_rule" "failed" {
  count = local.enabled

  name        = "${var.name}-backup-failed"
  description = "A backup, copy or restore did not complete"

  event_pattern = jsonencode({
    source        = ["aws.backup"]
    "detail-type" = ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"]

    # Backups and copies have a state, restores a status.
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    detail = { "$or" = [{ state = local.failures }, { status = local.failures }] }
  })
}

resource "aws_cloudwatch_event_target" "failed" {
  count = local.enabled

  rule = aws_cloudwatch_event_rule.failed[0].name
  arn  = var.alarm_topic_arn
}

# The rule tells of single jobs; the alarm also stands on the dashboard until a day without failures has passed.
resource "aws_cloudwatch_metric_alarm" "failed" {
  count = var.failure_alarm ? local.enabled : 0

  alarm_name          = "${var.name}-backup-failed"
  alarm_description   = "A backup failed within the last day. `aws backup list-backup-jobs --by-state FAILED` says why."
  namespace           = "AWS/Backup"
  metric_name         = "NumberOfBackupJobsFailed"
  dimensions          = { BackupVaultName = aws_backup_vault.this[0].name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

# Silence is a failure too: a day without a completed backup.
resource "aws_cloudwatch_metric_alarm" "missing" {
  count = local.enabled

  alarm_name          = "${var.name}-backup-missing"
  alarm_description   = "No backup was completed within the last day. Look at the plan and its role in AWS Backup. After the installation it ends with the first night."
  namespace           = "AWS/Backup"
  metric_name         = "NumberOfBackupJobsCompleted"
  dimensions          = { BackupVaultName = aws_backup_vault.this[0].name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

# --- A rehearsal ----------------------------------------------------------------------------------------------------

resource "aws_backup_restore_testing_plan" "monthly" {
  count = var.enabled && var.restore_rehearsal_enabled ? 1 : 0

  name                = "${replace(var.name, "-", "_")}_monthly"
  schedule_expression = "cron(0 6 2 * ? *)"
  start_window_hours  = 1

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this[0].arn]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 7
  }
}

# AWS Backup restores into tables of its own naming and deletes them afterwards.
resource "aws_backup_restore_testing_selection" "tables" {
  count = var.enabled && var.restore_rehearsal_enabled ? 1 : 0

  name                      = "tables"
  restore_testing_plan_name = aws_backup_restore_testing_plan.monthly[0].name
  protected_resource_type   = "DynamoDB"
  protected_resource_arns   = values(var.table_arns)
  iam_role_arn              = aws_iam_role.backup[0].arn
  validation_window_hours   = 4
}
