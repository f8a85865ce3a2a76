# Zone, records, certificates and a health check from outside. Nothing of it without a domain.

locals {
  domain = var.domain_name != "" ? 1 : 0
  zone   = local.domain == 0 ? "" : var.create_hosted_zone ? aws_route53_zone.this[0].zone_id : var.hosted_zone_id

  # CloudFront reaches the load balancer by a name that its certificate covers.
  origin_name = "origin.${var.domain_name}"

  # What the domain points at.
  front = var.cloudfront_enabled ? {
    name = one(aws_cloudfront_distribution.this[*].domain_name)
    zone = one(aws_cloudfront_distribution.this[*].hosted_zone_id)
    } : {
    name = var.load_balancer.dns_name
    zone = var.load_balancer.zone_id
  }
}

resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:Signing needs a key at the registrar, whose loss takes the domain down; the owner of the domain decides
  #checkov:skip=CKV2_AWS_39:Who asks for the name is nothing that anybody would look up here

  count = var.create_hosted_zone ? local.domain : 0

  name = var.domain_name
}

resource "aws_route53_record" "front" {
  for_each = toset(local.domain == 0 ? [] : var.cloudfront_enabled ? ["A", "AAAA"] : ["A"])

  zone_id = local.zone
  name    = var.domain_name
  type    = each.key

  alias {
    name                   = local.front.name
    zone_id                = local.front.zone
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "origin" {
  count = var.cloudfront_enabled ? local.domain : 0

  zone_id = local.zone
  name    = local.origin_name
  type    = "A"

  alias {
    name                   = var.load_balancer.dns_name
    zone_id                = var.load_balancer.zone_id
    evaluate_target_health = true
  }
}

# Two certificates of the same names: the load balancer's lies in its own region, CloudFront's in us-east-1.

resource "aws_acm_certificate" "load_balancer" {
  count = local.domain

  domain_name               = var.domain_name
  subject_alternative_names = [local.origin_name]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "cloudfront" {
  count    = var.cloudfront_enabled ? local.domain : 0
  provider = aws.global

  domain_name       = var.domain_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# One record proves a name to both certificates.
resource "aws_route53_record" "proof" {
  for_each = toset(local.domain == 0 ? [] : [var.domain_name, local.origin_name])

  zone_id         = local.zone
  name            = one([for option in aws_acm_certificate.load_balancer[0].domain_validation_options : option.resource_record_name if option.domain_name == each.key])
  type            = one([for option in aws_acm_certificate.load_balancer[0].domain_validation_options : option.resource_record_type if option.domain_name == each.key])
  records         = [for option in aws_acm_certificate.load_balancer[0].domain_validation_options : option.resource_record_value if option.domain_name == each.key]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "load_balancer" {
  count = local.domain

  certificate_arn         = aws_acm_certificate.load_balancer[0].arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}

resource "aws_acm_certificate_validation" "cloudfront" {
  count    = var.cloudfront_enabled ? local.domain : 0
  provider = aws.global

  certificate_arn         = aws_acm_certificate.cloudfront[0].arn
  validation_record_fqdns = [aws_route53_record.proof[var.domain_name].fqdn]
}

resource "aws_route53_health_check" "dashboard" {
  count = local.domain

  fqdn              = var.domain_name
  type              = "HTTPS"
  port              = 443
  resource_path     = "/health/"
  request_interval  = 30
  failure_threshold = 3

  # As few as may be: from all eight the checks alone would be a million requests a month.
  regions = ["eu-west-1", "us-east-1", "us-west-2"]

  tags = { Name = "${var.name}-dashboard" }
}

# Route 53 measures in us-east-1 only, and an alarm can tell only a topic of its own region: elsewhere it gets one of
# its own. A key of ours would have to lie in that region too; what is sent says only that the dashboard is away.
resource "aws_sns_topic" "unreachable" {
  #checkov:skip=CKV_AWS_26:Says only that the dashboard is away; a key of ours would have to lie in this region too

  count    = local.same_region ? 0 : local.domain
  provider = aws.global

  name = "${var.name}-unreachable"
}

resource "aws_sns_topic_subscription" "unreachable" {
  count    = var.alarm_email == "" ? 0 : length(aws_sns_topic.unreachable)
  provider = aws.global

  topic_arn = aws_sns_topic.unreachable[0].arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_metric_alarm" "unreachable" {
  count    = local.domain
  provider = aws.global

  alarm_name          = "${var.name}-unreachable"
  alarm_description   = "The dashboard cannot be reached from outside."
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.dashboard[0].id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.same_region ? [var.alarm_topic_arn] : aws_sns_topic.unreachable[*].arn
  ok_actions          = local.same_region ? [var.alarm_topic_arn] : aws_sns_topic.unreachable[*].arn
}
