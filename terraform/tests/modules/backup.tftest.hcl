# The vault, its plan, copies in another region, alarms and the rehearsal of a restore.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "copies"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name                      = "LiveInsight"
  enabled                   = true
  table_arns                = { for name in ["Events", "Sessions", "ActiveSessions", "Settings"] : name => "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-${name}" }
  archive                   = { bucket = "liveinsight-archive", arn = "arn:aws:s3:::liveinsight-archive" }
  kms_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/k"
  retention_days            = 35
  monthly_retention_days    = 366
  vault_lock                = true
  copy                      = true
  restore_rehearsal_enabled = true
  deletion_protection       = true
  failure_alarm             = true
  alarm_topic_arn           = "arn:aws:sns:us-east-1:123456789012:alarms"
}

run "backup" {
  command = plan

  module {
    source = "./modules/backup"
  }

  assert {
    condition     = aws_backup_vault.this[0].kms_key_arn == var.kms_key_arn && !aws_backup_vault.this[0].force_destroy && !aws_backup_vault.copy[0].force_destroy
    error_message = "Backups are encrypted, and no vault is deleted with backups in it."
  }

  assert {
    condition     = { for rule in aws_backup_plan.this[0].rule : rule.rule_name => one(rule.lifecycle).delete_after } == { daily = 35, monthly = 366 }
    error_message = "Daily and monthly backups are kept for as long as was asked for."
  }

  assert {
    condition = alltrue([
      for lock in concat(aws_backup_vault_lock_configuration.this, aws_backup_vault_lock_configuration.copy) :
      lock.min_retention_days <= 35 && lock.max_retention_days >= 366 && lock.changeable_for_days == null
    ]) && length(aws_backup_vault_lock_configuration.copy) == 1
    error_message = "Both vaults are locked, take what the plan puts there, and an administrator can lift the lock."
  }

  assert {
    condition     = toset(aws_backup_selection.tables[0].resources) == toset(values(var.table_arns))
    error_message = "All tables are backed up."
  }

  assert {
    condition     = alltrue([for rule in aws_backup_plan.this[0].rule : rule.rule_name != "daily" || length(rule.copy_action) == 1])
    error_message = "Every day's backup is copied to the other region."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.archive[0].bucket == "liveinsight-archive" && aws_s3_bucket_replication_configuration.archive[0].rule[0].delete_marker_replication[0].status == "Enabled"
    error_message = "The archive is replicated, and what is deleted there is deleted in the copy as well."
  }

  assert {
    condition     = module.copy[0].name == "liveinsight-archive-copy" && aws_s3_bucket_replication_configuration.archive[0].rule[0].destination[0].bucket == module.copy[0].arn
    error_message = "The copy has the archive's name, and is where the replication goes."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.replication[0].statement :
      alltrue([for action in statement.actions : !strcontains(action, "*")]) && !contains(statement.resources, "*")
    ])
    error_message = "The replication may do what it needs, with these buckets only."
  }

  assert {
    condition     = aws_cloudwatch_event_target.failed[0].arn == var.alarm_topic_arn && { for place in jsondecode(aws_cloudwatch_event_rule.failed[0].event_pattern).detail["$or"] : one(keys(place)) => toset(one(values(place))) } == { for name in ["state", "status"] : name => toset(["FAILED", "ABORTED", "EXPIRED"]) }
    error_message = "A job that fails is told of at once."
  }

  assert {
    condition     = output.alarm_names == ["LiveInsight-backup-failed", "LiveInsight-backup-missing"] && aws_cloudwatch_metric_alarm.missing[0].treat_missing_data == "breaching"
    error_message = "There are alarms about failed backups and about none."
  }

  assert {
    condition     = aws_backup_restore_testing_selection.tables[0].protected_resource_type == "DynamoDB" && toset(aws_backup_restore_testing_selection.tables[0].protected_resource_arns) == toset(values(var.table_arns))
    error_message = "Every month all tables are restored on trial."
  }
}

run "backup_off" {
  command = plan

  module {
    source = "./modules/backup"
  }

  variables {
    enabled = false
  }

  assert {
    condition     = length(aws_backup_vault.this) + length(aws_backup_plan.this) + length(aws_backup_vault.copy) + length(module.copy) + length(aws_cloudwatch_metric_alarm.failed) + length(aws_cloudwatch_metric_alarm.missing) + length(aws_backup_restore_testing_plan.monthly) + length(aws_iam_role.backup) == 0
    error_message = "Nothing is left of backups."
  }
}

run "backup_small" {
  command = plan

  module {
    source = "./modules/backup"
  }

  variables {
    copy                      = false
    vault_lock                = false
    monthly_retention_days    = 0
    restore_rehearsal_enabled = false
    deletion_protection       = false
    failure_alarm             = false
  }

  assert {
    condition     = length(aws_backup_vault.copy) + length(module.copy) + length(aws_iam_role.replication) + length(aws_backup_vault_lock_configuration.this) + length(aws_backup_vault_lock_configuration.copy) + length(aws_backup_restore_testing_plan.monthly) == 0
    error_message = "Nothing is left of copies, lock and rehearsal."
  }

  assert {
    condition     = output.alarm_names == ["LiveInsight-backup-missing"] && length(aws_cloudwatch_event_target.failed) == 1
    error_message = "A failure is told of once, and silence as well."
  }

  assert {
    condition     = [for rule in aws_backup_plan.this[0].rule : rule.rule_name] == ["daily"] && aws_backup_vault.this[0].force_destroy && alltrue([for rule in aws_backup_plan.this[0].rule : length(rule.copy_action) == 0])
    error_message = "There are daily backups only, in a vault that can be thrown away, and nothing is copied."
  }
}
