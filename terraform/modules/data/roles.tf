# One role for each of the collector's functions, with what that function does and no more. Chalice is told their
# names and makes no roles of its own.

locals {
  # In Settings each action is allowed for those kinds of items that the function does it with: the collector, which
  # the internet talks to, cannot read password hashes or tokens, and cannot change sites. A test runs the functions'
  # code and holds this table to what it asks for (tests/terraform/test_permissions.py).
  functions = {
    collector = {
      function = var.collector_name
      tables = {
        Events         = ["BatchWriteItem", "PutItem", "Query", "UpdateItem"]
        ActiveSessions = ["GetItem", "PutItem"]
      }
      settings = {
        GetItem = ["receipt#*", "salt", "secret", "site"]
        Query   = ["salt", "site"]
        PutItem = ["late", "late-bots", "receipt#*", "salt", "secret"]
      }
      archive = []
    }
    rollup = {
      function = "${var.collector_name}-rollup"
      tables = {
        Events   = ["Query"]
        Sessions = ["BatchWriteItem", "PutItem", "Query"]
      }
      settings = {
        Query      = ["bots", "late", "late-bots", "salt", "site"]
        PutItem    = ["archive-again", "lease"]
        UpdateItem = ["bots", "site"]
        DeleteItem = ["late", "late-bots", "lease", "salt"]
      }
      archive = []
    }
    archive = {
      function = "${var.collector_name}-archive"
      tables = {
        Events = ["Query"]
      }
      settings = {
        Query      = ["annotation#*", "archive-again", "funnels", "goals", "journeys", "segments", "site"]
        PutItem    = ["lease"]
        DeleteItem = ["archive-again", "lease"]
      }
      archive = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    }
  }
  table_arns = { for name, table in aws_dynamodb_table.this : name => table.arn }
}

data "aws_iam_policy_document" "lambda_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

# Made here, so that they are encrypted and do not grow for ever: a Lambda would make them without either.
resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_338:The operator says how long logs are kept (log_retention_days), and pays for it

  for_each = local.functions

  name              = "/aws/lambda/${each.value.function}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.this.arn
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.lambda_assume.json
}

data "aws_iam_policy_document" "function" {
  for_each = local.functions

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function[each.key].arn}:*"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.this.arn]
  }

  dynamic "statement" {
    for_each = each.value.tables

    content {
      sid       = statement.key
      actions   = [for action in statement.value : "dynamodb:${action}"]
      resources = [local.table_arns[statement.key]]
    }
  }

  dynamic "statement" {
    for_each = each.value.settings

    content {
      sid       = "Settings${statement.key}"
      actions   = ["dynamodb:${statement.key}"]
      resources = [local.table_arns["Settings"]]

      condition {
        test     = "ForAllValues:StringLike"
        variable = "dynamodb:LeadingKeys"
        values   = statement.value
      }
    }
  }

  dynamic "statement" {
    for_each = length(each.value.archive) > 0 ? [each.value.archive] : []

    content {
      sid       = "Archive"
      actions   = statement.value
      resources = ["${module.archive.arn}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.archive) > 0 ? [1] : []

    content {
      sid       = "ArchiveList"
      actions   = ["s3:ListBucket"]
      resources = [module.archive.arn]
    }
  }

  # Traces have no resources of their own that a policy could name.
  dynamic "statement" {
    for_each = var.x_ray_tracing ? [1] : []

    content {
      sid       = "Traces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name   = "work"
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}
