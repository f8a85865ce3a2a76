# AWS WAF in front of CloudFront, or where there is none, of load balancer and API. GuardDuty beside it.

module "global_firewall" {
  count     = var.waf_enabled && var.cloudfront_enabled ? 1 : 0
  source    = "../firewall"
  providers = { aws = aws.global }

  name  = "${var.name}-global"
  scope = "CLOUDFRONT"
}

module "local_firewall" {
  count  = var.waf_enabled && !var.cloudfront_enabled ? 1 : 0
  source = "../firewall"

  name  = "${var.name}-local"
  scope = "REGIONAL"
}

resource "aws_wafv2_web_acl_association" "load_balancer" {
  count = length(module.local_firewall)

  resource_arn = var.load_balancer.arn
  web_acl_arn  = module.local_firewall[0].arn
}

resource "aws_wafv2_web_acl_association" "collector" {
  count = var.collector.deployed ? length(module.local_firewall) : 0

  resource_arn = "arn:${data.aws_partition.current.partition}:apigateway:${data.aws_region.current.name}::/restapis/${var.collector.api_id}/stages/${var.collector.stage}"
  web_acl_arn  = module.local_firewall[0].arn
}

data "aws_partition" "current" {}

resource "aws_guardduty_detector" "this" {
  #checkov:skip=CKV2_AWS_3:A detector of this region; who has an organization manages GuardDuty there and leaves guardduty_enabled off

  count = var.guardduty_enabled ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

resource "aws_cloudwatch_event_rule" "finding" {
  count = var.guardduty_enabled ? 1 : 0

  name        = "${var.name}-guardduty"
  description = "Findings of at least medium severity"

  event_pattern = jsonencode({
    source        = ["aws.guardduty"]
    "detail-type" = ["GuardDuty Finding"]
    detail        = { severity = [{ numeric = [">=", 4] }] }
  })
}

resource "aws_cloudwatch_event_target" "finding" {
  count = var.guardduty_enabled ? 1 : 0

  rule = aws_cloudwatch_event_rule.finding[0].name
  arn  = var.alarm_topic_arn
}
