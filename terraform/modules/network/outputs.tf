output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  description = "Subnets without addresses of their own."
  value       = aws_subnet.private[*].id
}

output "task_subnet_ids" {
  description = "Where tasks run: in the private subnets when these have a way out, else in the public ones."
  value       = var.nat_gateway_count > 0 ? aws_subnet.private[*].id : aws_subnet.public[*].id
}

output "tasks_need_public_ip" {
  description = "Whether tasks reach AWS only by public addresses of their own."
  value       = var.nat_gateway_count == 0
}
