output "tables" {
  description = "The tables."
  value       = module.data.table_names
}

output "archive_bucket" {
  description = "Bucket of the history."
  value       = module.data.archive_bucket
}

output "function_roles" {
  description = "Roles that Chalice gives the collector's functions."
  value       = module.data.function_role_arns
}
