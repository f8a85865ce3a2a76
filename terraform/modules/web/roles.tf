# The execution role starts tasks; the task role is what the dashboard itself may do.

locals {
  # What the dashboard asks of each table, and of Settings.
  read     = ["Query"]
  settings = ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "tasks_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks_assume.json
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "Image"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.app.arn]
  }

  # A log-in to the registry belongs to no repository.
  statement {
    sid       = "Registry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.app.arn}:*"]
  }

  statement {
    sid       = "Secret"
    actions   = ["ssm:GetParameters"]
    resources = [var.secret_key_parameter_arn]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt"]
    resources = [var.data.kms_key_arn]
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.tasks_assume.json
}

# What the dashboard's code asks for, held to it by tests/terraform/test_permissions.py.
data "aws_iam_policy_document" "task" {
  statement {
    sid       = "Read"
    actions   = [for action in concat(["DescribeTable"], local.read) : "dynamodb:${action}"]
    resources = [for name, arn in var.data.table_arns : arn if name != "Settings"]
  }

  statement {
    sid       = "Settings"
    actions   = [for action in concat(["DescribeTable"], local.settings) : "dynamodb:${action}"]
    resources = [var.data.table_arns["Settings"]]
  }

  statement {
    sid       = "Archive"
    actions   = ["s3:GetObject"]
    resources = ["${var.data.archive_bucket_arn}/*"]
  }

  statement {
    sid       = "ArchiveList"
    actions   = concat(["s3:ListBucket"], var.athena ? ["s3:GetBucketLocation"] : [])
    resources = [var.data.archive_bucket_arn]
  }

  statement {
    sid       = "Key"
    actions   = concat(["kms:Decrypt"], var.athena ? ["kms:GenerateDataKey"] : [])
    resources = [var.data.kms_key_arn]
  }

  dynamic "statement" {
    for_each = var.athena ? [1] : []

    content {
      sid = "Athena"
      actions = [
        "athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:StopQueryExecution",
      ]
      resources = [
        "arn:${data.aws_partition.current.partition}:athena:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:workgroup/${var.data.athena_workgroup}",
      ]
    }
  }

  dynamic "statement" {
    for_each = var.athena ? [1] : []

    content {
      sid     = "Glue"
      actions = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"]
      resources = [
        for path in ["catalog", "database/${var.data.athena_database}", "table/${var.data.athena_database}/*"] :
        "arn:${data.aws_partition.current.partition}:glue:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:${path}"
      ]
    }
  }

  # Athena writes answers with the rights of whoever asks.
  dynamic "statement" {
    for_each = var.athena ? [1] : []

    content {
      sid       = "Answers"
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
      resources = ["${var.data.archive_bucket_arn}/athena/*"]
    }
  }

  dynamic "statement" {
    for_each = var.x_ray_tracing ? [1] : []

    content {
      sid       = "Traces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "work"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}
