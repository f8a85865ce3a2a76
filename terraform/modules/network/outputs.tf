output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets with a way from and to the internet."
  value       = aws_subnet.public[*].id

  # A load balancer with public addresses is refused while there is no way.
  depends_on = [aws_route.internet]
}

output "private_subnet_ids" {
  description = "Subnets without addresses of their own."
  value       = aws_subnet.private[*].id

  # A VPC origin is refused while the VPC has no gateway, though nothing passes it.
  depends_on = [aws_internet_gateway.this]
}

output "task_subnet_ids" {
  description = "Where tasks run: in the private subnets when these have a way out, else in the public ones."
  value       = var.nat_gateway_count > 0 ? aws_subnet.private[*].id : aws_subnet.public[*].id
}

output "tasks_need_public_ip" {
  description = "Whether tasks reach AWS only by public addresses of their own."
  value       = var.nat_gateway_count == 0
}
