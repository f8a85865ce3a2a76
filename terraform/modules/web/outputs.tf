output "load_balancer_dns_name" {
  description = "The load balancer's own name."
  value       = aws_lb.this.dns_name
}

output "load_balancer_arn" {
  description = "The load balancer."
  value       = aws_lb.this.arn
}

output "load_balancer_zone_id" {
  description = "Zone of that name, for alias records."
  value       = aws_lb.this.zone_id
}

output "load_balancer_arn_suffix" {
  description = "The load balancer as CloudWatch names it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_arn_suffixes" {
  description = "Colour → target group as CloudWatch names it."
  value       = { for colour, group in aws_lb_target_group.this : colour => group.arn_suffix }
}

output "target_group_arns" {
  description = "Colour → target group."
  value       = { for colour, group in aws_lb_target_group.this : colour => group.arn }
}

output "listener_arn" {
  description = "The listener that answers."
  value       = aws_lb_listener.this[local.serving].arn
}

output "traffic_rule_arn" {
  description = "The listener's rule whose weights decide which colour has the traffic."
  value       = aws_lb_listener_rule.traffic.arn
}

output "cluster_name" {
  description = "ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "service_names" {
  description = "Colour → ECS service."
  value       = { for colour, service in aws_ecs_service.this : colour => service.name }
}

output "task_family" {
  description = "Family of the task definitions."
  value       = aws_ecs_task_definition.app.family
}

output "repository_url" {
  description = "Where images are pushed to."
  value       = aws_ecr_repository.app.repository_url
}

output "log_group" {
  description = "Log group of the tasks."
  value       = aws_cloudwatch_log_group.app.name
}

output "operations" {
  description = "Table without prefix → what the dashboard asks of it."
  value       = { for name in keys(var.data.table_arns) : name => name == "Settings" ? local.settings : local.read }
}

output "task_permissions" {
  description = "Statements of the role of the tasks: what the dashboard may do."
  value       = data.aws_iam_policy_document.task.statement
}
