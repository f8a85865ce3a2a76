output "project_name" {
  description = "Prefix of all names."
  value       = var.project_name
}

output "aws_region" {
  description = "Where everything lies."
  value       = var.aws_region
}

output "tables" {
  description = "The tables."
  value       = module.data.table_names
}

output "archive_bucket" {
  description = "Bucket of the history."
  value       = module.data.archive_bucket
}

output "collector" {
  description = "What Chalice is told of the collector: its stage, settings without secrets, a role for each function, memory (MB) of the one that takes events."
  value = {
    stage              = local.stage
    environment        = local.collector_settings
    roles              = module.data.function_role_arns
    log_retention_days = var.log_retention_days
    x_ray              = var.x_ray_tracing
    memory             = var.collector_memory
    architecture       = var.collector_architecture

    # Another kind would put a CloudFront of AWS's own in front of it.
    endpoint_type = "REGIONAL"
  }
}

output "function_roles" {
  description = "Roles that Chalice gives the collector's functions."
  value       = module.data.function_role_arns
}

output "dashboard_url" {
  description = "Where the dashboard is."
  value       = module.edge.dashboard_url
}

output "collector_url" {
  description = "Where the tracker sends to."
  value       = module.edge.collector_url
}

output "static_bucket" {
  description = "Bucket of scripts and static files."
  value       = module.edge.static_bucket
}

output "distribution_id" {
  description = "CloudFront's distribution."
  value       = module.edge.distribution_id
}

output "name_servers" {
  description = "Name servers to give the registrar, when the zone was made here."
  value       = module.edge.name_servers
}

output "vpc_id" {
  description = "The VPC."
  value       = module.network.vpc_id
}

output "load_balancer" {
  description = "The load balancer's own name."
  value       = module.web.load_balancer_dns_name
}

output "cluster" {
  description = "ECS cluster."
  value       = module.web.cluster_name
}

output "services" {
  description = "Colour → ECS service."
  value       = module.web.service_names
}

output "target_groups" {
  description = "Colour → target group."
  value       = module.web.target_group_arns
}

output "listener" {
  description = "The listener that answers."
  value       = module.web.listener_arn
}

output "traffic_rule" {
  description = "The listener's rule whose weights decide which colour has the traffic."
  value       = module.web.traffic_rule_arn
}

output "ecs_desired_count" {
  description = "How many tasks a first deployment starts."
  value       = var.ecs_desired_count
}

output "task_family" {
  description = "Family of the task definitions."
  value       = module.web.task_family
}

output "repository" {
  description = "Where images are pushed to."
  value       = module.web.repository_url
}

output "functions" {
  description = "The collector's functions, as Chalice names them."
  value       = module.data.function_names
}

output "alarm_topic" {
  description = "Topic that alarms are sent to."
  value       = module.monitoring.alarm_topic_arn
}

output "alarms" {
  description = "All alarms."
  value       = concat(module.monitoring.alarm_names, module.backup.alarm_names, module.edge.alarm_names)
}

output "cloudwatch_dashboards" {
  description = "CloudWatch dashboards."
  value       = module.monitoring.dashboard_names
}

output "backup_vault" {
  description = "Vault of the backups."
  value       = module.backup.vault_name
}

output "backup_role" {
  description = "Role that backs up and restores."
  value       = module.backup.role_arn
}

output "switches" {
  description = "What was asked for and what was switched off, so that `make doctor` can tell a lack from a choice."
  value = {
    access_logs_enabled       = var.access_logs_enabled
    alarm_email_given         = var.alarm_email != ""
    auto_scaling_enabled      = var.auto_scaling_enabled
    backup_copy_region        = var.backup_copy_region
    backup_tables             = var.backup_tables
    backup_vault_lock         = var.backup_vault_lock
    collector_api_id          = var.collector_api_id
    deletion_protection       = local.protected
    domain_name               = var.domain_name
    flow_logs_enabled         = var.flow_logs_enabled
    guardduty_enabled         = var.guardduty_enabled
    log_retention_days        = var.log_retention_days
    monitoring_level          = var.monitoring_level
    monthly_budget_usd        = var.monthly_budget_usd
    nat_gateway_count         = var.nat_gateway_count
    restore_rehearsal_enabled = var.restore_rehearsal_enabled
    waf_enabled               = var.waf_enabled
    x_ray_tracing             = var.x_ray_tracing
  }
}
