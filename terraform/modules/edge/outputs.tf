output "certificate_arn" {
  description = "Certificate of the load balancer, once it is valid; empty without a domain."
  value       = local.domain == 1 ? aws_acm_certificate_validation.load_balancer[0].certificate_arn : ""
}

output "dashboard_url" {
  description = "Where the dashboard is."
  value = (
    local.domain == 1 ? "https://${var.domain_name}" :
    var.cloudfront_enabled ? "https://${aws_cloudfront_distribution.this[0].domain_name}" :
    "http://${var.load_balancer.dns_name}"
  )
}

output "collector_url" {
  description = "Where the tracker sends to; empty before the collector is deployed, unless CloudFront leads there."
  value = (
    var.cloudfront_enabled ? (local.domain == 1 ? "https://${var.domain_name}" : "https://${aws_cloudfront_distribution.this[0].domain_name}") :
    var.collector.deployed ? "https://${var.collector.api_id}.execute-api.${data.aws_region.current.name}.amazonaws.com/${var.collector.stage}" : ""
  )
}

output "static_bucket" {
  description = "Bucket of scripts and static files; empty without CloudFront."
  value       = var.cloudfront_enabled ? module.static[0].name : ""
}

output "distribution_id" {
  description = "CloudFront's distribution; empty without one."
  value       = var.cloudfront_enabled ? aws_cloudfront_distribution.this[0].id : ""
}

output "name_servers" {
  description = "Name servers to give the registrar, when the zone was made here."
  value       = var.create_hosted_zone && local.domain == 1 ? aws_route53_zone.this[0].name_servers : []
}

output "health_check_id" {
  description = "Route 53's check from outside; empty without a domain."
  value       = local.domain == 1 ? aws_route53_health_check.dashboard[0].id : ""
}

output "alarm_names" {
  description = "The alarm of the check from outside."
  value       = aws_cloudwatch_metric_alarm.unreachable[*].alarm_name
}
