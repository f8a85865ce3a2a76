# Tables, archive, keys and the roles of the Lambdas. tests/terraform/test_permissions.py reads the plan `data` and
# compares the roles with what the code really asks of AWS.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

override_resource {
  target          = aws_dynamodb_table.this["Events"]
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-Events" }
}

override_resource {
  target          = aws_dynamodb_table.this["Sessions"]
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-Sessions" }
}

override_resource {
  target          = aws_dynamodb_table.this["ActiveSessions"]
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-ActiveSessions" }
}

override_resource {
  target          = aws_dynamodb_table.this["Settings"]
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-Settings" }
}

variables {
  name                       = "LiveInsight"
  archive_bucket             = ""
  archive_retention_days     = 0
  billing_mode               = "PAY_PER_REQUEST"
  capacity                   = { least = 5, most = 100 }
  table_auto_scaling_enabled = true
  deletion_protection        = true
  log_retention_days         = 30
  collector_name             = "liveinsight-production"
  secret_key                 = "0123456789012345678901234567890123456789"
  secret_key_version         = 1
  x_ray_tracing              = true
}

run "data" {
  command = plan

  module {
    source = "./modules/data"
  }

  assert {
    condition     = output.table_names == { for name in ["Events", "Sessions", "ActiveSessions", "Settings"] : name => "LiveInsight-${name}" }
    error_message = "The tables are called as the code expects."
  }

  assert {
    condition = alltrue([
      for name, shape in jsondecode(file("./modules/data/shape.json")).tables :
      aws_dynamodb_table.this[name].hash_key == shape.hash_key && aws_dynamodb_table.this[name].range_key == shape.range_key &&
      aws_dynamodb_table.this[name].ttl[0].attribute_name == shape.ttl && aws_dynamodb_table.this[name].ttl[0].enabled &&
      toset([for attribute in aws_dynamodb_table.this[name].attribute : "${attribute.name}:${attribute.type}"]) == toset(["${shape.hash_key}:S", "${shape.range_key}:S"])
    ])
    error_message = "Keys and time to live are those of shape.json."
  }

  assert {
    condition = alltrue([
      for table in aws_dynamodb_table.this :
      table.point_in_time_recovery[0].enabled && table.deletion_protection_enabled && table.server_side_encryption[0].enabled && table.server_side_encryption[0].kms_key_arn == aws_kms_key.this.arn
    ])
    error_message = "Every table can be brought back to any point in time, is protected against deletion, and encrypted with our key."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PAY_PER_REQUEST"]) && length(aws_appautoscaling_target.table) == 0
    error_message = "On demand nothing is provisioned and nothing scales."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key changes every year and cannot be lost in a hurry."
  }

  # EventBridge publishes without naming an account; a condition would lose its messages.
  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.key.statement :
      length(statement.condition) == 1 || contains(["Account", "Events"], statement.sid)
    ])
    error_message = "Other services may use the key on behalf of this account only."
  }

  assert {
    condition     = output.archive_bucket == "liveinsight-archive-123456789012"
    error_message = "The bucket has a name that no other account uses."
  }

  assert {
    condition     = aws_athena_workgroup.this.configuration[0].enforce_workgroup_configuration && aws_athena_workgroup.this.configuration[0].result_configuration[0].encryption_configuration[0].encryption_option == "SSE_KMS" && aws_athena_workgroup.this.configuration[0].bytes_scanned_cutoff_per_query > 0
    error_message = "Athena's answers are encrypted, and no question costs without limit."
  }

  assert {
    condition     = { for name, table in aws_glue_catalog_table.archive : name => length(table.storage_descriptor[0].columns) } == { for name, table in jsondecode(file("./modules/data/shape.json")).archive : name => length(table.StorageDescriptor.Columns) }
    error_message = "Glue knows every column of the archive."
  }

  assert {
    condition     = alltrue([for table in aws_glue_catalog_table.archive : startswith(table.storage_descriptor[0].location, "s3://liveinsight-archive-123456789012/") && !strcontains(jsonencode(table.parameters), "BUCKET")])
    error_message = "Glue looks into the archive's bucket."
  }

  assert {
    condition     = aws_ssm_parameter.secret_key.name == "/LiveInsight/secret-key" && aws_ssm_parameter.secret_key.type == "SecureString" && aws_ssm_parameter.secret_key.key_id == aws_kms_key.this.arn
    error_message = "What signs log-ins is encrypted with our key."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.function : startswith(group.name, "/aws/lambda/liveinsight-production") && group.retention_in_days == 30 && group.kms_key_id == aws_kms_key.this.arn])
    error_message = "The Lambdas' logs are encrypted and do not grow for ever."
  }

  assert {
    condition = alltrue(flatten([
      for document in data.aws_iam_policy_document.function : [
        for statement in document.statement : [for action in statement.actions : !strcontains(action, "*")]
      ]
    ]))
    error_message = "No role may do whatever there is."
  }

  assert {
    condition = alltrue(flatten([
      for document in data.aws_iam_policy_document.function : [
        for statement in document.statement : !contains(statement.resources, "*") || toset(statement.actions) == toset(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])
      ]
    ]))
    error_message = "Every permission but that of tracing names what it is about."
  }

  assert {
    condition = alltrue(flatten([
      for document in data.aws_iam_policy_document.function : [
        for statement in document.statement : !contains(statement.resources, "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-Settings") || contains([for condition in statement.condition : condition.variable], "dynamodb:LeadingKeys")
      ]
    ]))
    error_message = "In Settings a function reaches only the kinds that it works with."
  }
}

run "data_provisioned" {
  command = plan

  module {
    source = "./modules/data"
  }

  variables {
    billing_mode           = "PROVISIONED"
    deletion_protection    = false
    archive_bucket         = "our-history"
    archive_retention_days = 400
    x_ray_tracing          = false
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PROVISIONED" && table.read_capacity == 5 && table.write_capacity == 5 && !table.deletion_protection_enabled])
    error_message = "Tables have the least capacity, and can be deleted."
  }

  assert {
    condition     = length(aws_appautoscaling_target.table) == 8 && alltrue([for target in aws_appautoscaling_target.table : target.min_capacity == 5 && target.max_capacity == 100]) && length(aws_appautoscaling_policy.table) == 8
    error_message = "Reads and writes of all four tables scale."
  }

  assert {
    condition     = output.archive_bucket == "our-history"
    error_message = "The bucket has the name that was given."
  }

  assert {
    condition     = !anytrue(flatten([for document in data.aws_iam_policy_document.function : [for statement in document.statement : statement.sid == "Traces"]]))
    error_message = "Without tracing no function may write traces."
  }
}
