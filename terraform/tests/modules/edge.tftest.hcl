# Domain, certificates, CloudFront, firewall, GuardDuty.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "global"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name               = "LiveInsight"
  domain_name        = "stats.example.com"
  hosted_zone_id     = "Z0123456789ABCDEFGHIJ"
  create_hosted_zone = false
  cloudfront_enabled = true
  waf_enabled        = true
  guardduty_enabled  = true
  load_balancer = {
    arn      = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/LiveInsight-alb/1"
    dns_name = "alb.us-east-1.elb.amazonaws.com"
    zone_id  = "Z35SXDOTRQ7X7K"
  }
  collector           = { deployed = true, api_id = "a1b2c3d4e5", stage = "api", rate = 500, burst = 1000, detailed_metrics = false }
  proxy_header        = "X-LiveInsight-Origin"
  proxy_secret        = "fedcba9876543210fedcba9876543210"
  deletion_protection = true
  alarm_topic_arn     = "arn:aws:sns:us-east-1:123456789012:alarms"
  alarm_email         = "alarms@example.com"
}

override_resource {
  target          = aws_acm_certificate.load_balancer
  override_during = plan
  values = {
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/lb"
    domain_validation_options = [
      { domain_name = "stats.example.com", resource_record_name = "_a.stats.example.com", resource_record_type = "CNAME", resource_record_value = "a.acm.aws" },
      { domain_name = "origin.stats.example.com", resource_record_name = "_b.origin.stats.example.com", resource_record_type = "CNAME", resource_record_value = "b.acm.aws" },
    ]
  }
}

run "edge" {
  command = plan

  module {
    source = "./modules/edge"
  }

  assert {
    condition     = aws_cloudfront_distribution.this[0].aliases == toset(["stats.example.com"]) && aws_cloudfront_distribution.this[0].viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this[0].web_acl_id == "arn:aws:wafv2:us-east-1:123456789012:global/webacl/made/1"
    error_message = "CloudFront has the domain, asks for TLS 1.2, and stands behind the firewall."
  }

  assert {
    condition     = nonsensitive([for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) : { for header in origin.custom_header : header.name => header.value } if origin.origin_id == "collector"]) == [{ X-LiveInsight-Origin = "fedcba9876543210fedcba9876543210" }]
    error_message = "CloudFront says to the collector what it is known by."
  }

  assert {
    condition     = alltrue([for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) : length(origin.custom_header) == 0 if origin.origin_id != "collector"])
    error_message = "S3 and the load balancer are not told it: nobody else's distribution reaches these."
  }

  assert {
    condition     = one(values(aws_cloudfront_vpc_origin.dashboard)).vpc_origin_endpoint_config[0].arn == var.load_balancer.arn && one(values(aws_cloudfront_vpc_origin.dashboard)).vpc_origin_endpoint_config[0].origin_protocol_policy == "https-only"
    error_message = "The load balancer is asked inside the VPC, by TLS."
  }

  assert {
    condition     = { for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) : origin.origin_id => one([for door in origin.vpc_origin_config : door.vpc_origin_id]) if length(origin.vpc_origin_config) > 0 } == { dashboard = one(values(aws_cloudfront_vpc_origin.dashboard)).id }
    error_message = "The dashboard's way leads through that door, and no other does."
  }

  assert {
    condition = { for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) : origin.origin_id => origin.domain_name if origin.origin_id != "static" } == {
      dashboard = "origin.stats.example.com"
      collector = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
    }
    error_message = "Origins are the load balancer, by a name that its certificate covers, and the API."
  }

  assert {
    condition = alltrue([
      for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) :
      origin.origin_id == "static" ? origin.origin_access_control_id == aws_cloudfront_origin_access_control.static[0].id : origin.custom_origin_config[0].origin_protocol_policy == "https-only" if origin.origin_id != "dashboard"
    ])
    error_message = "CloudFront asks the API by TLS, and signs what it asks S3."
  }

  assert {
    condition = { for behaviour in aws_cloudfront_distribution.this[0].ordered_cache_behavior : behaviour.path_pattern => behaviour.target_origin_id } == {
      "/li.js"  = "static", "/li-vitals.js" = "static", "/static/dist/*" = "static"
      "/events" = "collector", "/events/*" = "collector", "/api/event" = "collector"
    }
    error_message = "Scripts come from S3, events go to the collector, all else to the dashboard."
  }

  assert {
    condition     = alltrue([for behaviour in concat(aws_cloudfront_distribution.this[0].default_cache_behavior, aws_cloudfront_distribution.this[0].ordered_cache_behavior) : contains(["redirect-to-https", "https-only"], behaviour.viewer_protocol_policy)])
    error_message = "Nothing is answered without TLS."
  }

  assert {
    condition     = contains(aws_cloudfront_origin_request_policy.collector[0].headers_config[0].headers[0].items, "CloudFront-Viewer-Address") && !contains(aws_cloudfront_origin_request_policy.collector[0].headers_config[0].headers[0].items, "Host")
    error_message = "The collector learns who asks; API Gateway is asked by its own name."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.static[0].statement :
      tolist(statement.actions) == tolist(["s3:GetObject"]) && one(statement.condition).variable == "AWS:SourceArn" && tolist(one(statement.condition).values) == tolist([aws_cloudfront_distribution.this[0].arn])
    ])
    error_message = "Only this distribution may read, and only objects."
  }

  assert {
    condition     = keys(aws_route53_record.front) == ["A", "AAAA"] && alltrue([for record in aws_route53_record.front : record.alias[0].name == "made.cloudfront.net"]) && length(aws_route53_zone.this) == 0
    error_message = "The domain leads to CloudFront, in the zone that was given."
  }

  assert {
    condition     = { for name, record in aws_route53_record.proof : name => record.name } == { "stats.example.com" = "_a.stats.example.com", "origin.stats.example.com" = "_b.origin.stats.example.com" }
    error_message = "Each name is proved to the certificate authority."
  }

  assert {
    condition     = aws_route53_health_check.dashboard[0].resource_path == "/health/" && aws_route53_health_check.dashboard[0].type == "HTTPS" && aws_cloudwatch_metric_alarm.unreachable[0].alarm_actions == toset([var.alarm_topic_arn]) && length(aws_sns_topic.unreachable) == 0
    error_message = "The dashboard is checked from outside, and the alarm of us-east-1 tells the topic there."
  }

  assert {
    condition     = aws_api_gateway_method_settings.collector[0].settings[0].throttling_rate_limit == 500 && aws_api_gateway_method_settings.collector[0].settings[0].throttling_burst_limit == 1000 && !aws_api_gateway_method_settings.collector[0].settings[0].metrics_enabled
    error_message = "The API takes no more than it should, and nothing is paid for metrics by route."
  }

  assert {
    condition     = aws_guardduty_detector.this[0].enable && aws_cloudwatch_event_target.finding[0].arn == var.alarm_topic_arn
    error_message = "What GuardDuty finds is told."
  }
}

run "edge_regional" {
  command = plan

  module {
    source = "./modules/edge"
  }

  variables {
    create_hosted_zone = true
    hosted_zone_id     = ""
    cloudfront_enabled = false
    guardduty_enabled  = false
  }

  override_data {
    target = data.aws_region.current
    values = { name = "ap-northeast-2" }
  }

  assert {
    condition     = aws_route53_zone.this[0].name == "stats.example.com" && keys(aws_route53_record.front) == ["A"] && aws_route53_record.front["A"].alias[0].name == var.load_balancer.dns_name
    error_message = "The domain has a zone of its own and leads to the load balancer."
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this) + length(aws_cloudfront_vpc_origin.dashboard) + length(module.static) + length(aws_acm_certificate.cloudfront) + length(aws_guardduty_detector.this) + length(module.global_firewall) == 0
    error_message = "Nothing is left of CloudFront and GuardDuty."
  }

  assert {
    condition     = aws_wafv2_web_acl_association.load_balancer[0].resource_arn == var.load_balancer.arn && aws_wafv2_web_acl_association.collector[0].resource_arn == "arn:aws:apigateway:ap-northeast-2::/restapis/a1b2c3d4e5/stages/api"
    error_message = "The firewall stands before load balancer and API."
  }

  assert {
    condition     = length(aws_sns_topic.unreachable) == 1 && aws_cloudwatch_metric_alarm.unreachable[0].alarm_actions == toset([aws_sns_topic.unreachable[0].arn]) && aws_sns_topic_subscription.unreachable[0].endpoint == var.alarm_email
    error_message = "The alarm of us-east-1 has a topic there."
  }
}

run "edge_without_domain" {
  command = plan

  module {
    source = "./modules/edge"
  }

  variables {
    domain_name    = ""
    hosted_zone_id = ""
    waf_enabled    = false
    collector      = { deployed = false, api_id = "", stage = "api", rate = 500, burst = 1000, detailed_metrics = false }
  }

  assert {
    condition     = output.dashboard_url == "https://made.cloudfront.net" && output.certificate_arn == "" && output.health_check_id == "" && keys(aws_cloudfront_vpc_origin.dashboard) == ["http-only"]
    error_message = "CloudFront gives a name and TLS; inside the VPC there is no certificate."
  }

  assert {
    condition     = length(aws_route53_record.front) + length(aws_route53_record.proof) + length(aws_acm_certificate.load_balancer) + length(aws_route53_health_check.dashboard) + length(aws_cloudwatch_metric_alarm.unreachable) == 0
    error_message = "Nothing is left of a domain."
  }

  assert {
    condition     = length(module.global_firewall) + length(module.local_firewall) + length(aws_api_gateway_method_settings.collector) == 0 && aws_cloudfront_distribution.this[0].web_acl_id == null
    error_message = "Nothing is left of the firewall, and nothing is set at an API that is not there."
  }

  assert {
    condition     = toset([for origin in nonsensitive(aws_cloudfront_distribution.this[0].origin) : origin.origin_id]) == toset(["dashboard", "static"])
    error_message = "Before the collector is deployed nothing leads to it."
  }
}

run "firewall" {
  command = plan

  module {
    source = "./modules/firewall"
  }

  variables {
    name  = "LiveInsight-global"
    scope = "CLOUDFRONT"
  }

  assert {
    condition     = aws_wafv2_web_acl.this.scope == "CLOUDFRONT" && length(aws_wafv2_web_acl.this.default_action[0].allow) == 1
    error_message = "What no rule speaks of is let through."
  }

  assert {
    condition     = toset([for rule in aws_wafv2_web_acl.this.rule : rule.name]) == toset(["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "all", "log-in"])
    error_message = "Managed rules against known attackers and attacks, and limits by address."
  }

  assert {
    condition     = length(distinct([for rule in aws_wafv2_web_acl.this.rule : rule.priority])) == length(aws_wafv2_web_acl.this.rule)
    error_message = "No two rules have the same priority."
  }

  assert {
    condition     = [for rule in aws_wafv2_web_acl.this.rule : [rule.statement[0].rate_based_statement[0].limit, rule.action[0].block[0].custom_response[0].response_code] if rule.name == "log-in"] == [[100, 429]]
    error_message = "One address may try 100 log-ins in five minutes."
  }
}
