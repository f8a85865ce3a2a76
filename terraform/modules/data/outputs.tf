output "kms_key_arn" {
  description = "The key of everything that lies still."
  value       = aws_kms_key.this.arn
}

output "table_names" {
  description = "Table without prefix → its name."
  value       = { for name, table in aws_dynamodb_table.this : name => table.name }
}

output "table_arns" {
  description = "Table without prefix → its ARN."
  value       = local.table_arns
}

output "operations" {
  description = "Table without prefix → what the collector's functions ask of it."
  value = {
    for name in keys(local.table_arns) : name => distinct(flatten([
      for function in values(local.functions) : concat(
        lookup(function.tables, name, []), name == "Settings" ? keys(function.settings) : []
      )
    ]))
  }
}

output "archive_bucket" {
  description = "Name of the bucket of the history."
  value       = module.archive.name
}

output "archive_bucket_arn" {
  description = "ARN of the bucket of the history."
  value       = module.archive.arn
}

output "athena_workgroup" {
  description = "Athena's workgroup over the history."
  value       = aws_athena_workgroup.this.name
}

output "athena_database" {
  description = "Glue's database over the history."
  value       = aws_glue_catalog_database.archive.name
}

output "secret_key_parameter_arn" {
  description = "The parameter with what signs log-ins."
  value       = aws_ssm_parameter.secret_key.arn
}

output "function_role_arns" {
  description = "Function (collector, rollup, archive) → the role that Chalice gives it."
  value       = { for name, role in aws_iam_role.function : name => role.arn }
}

output "function_names" {
  description = "Function (collector, rollup, archive) → its name as Chalice makes it."
  value       = { for name, function in local.functions : name => function.function }
}

output "function_log_groups" {
  description = "Function → its log group."
  value       = { for name, group in aws_cloudwatch_log_group.function : name => group.name }
}
