# One domain for dashboard, script and collector.

locals {
  # CloudFront's own policies, by the ids that are the same in every account.
  caching_disabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  all_viewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"

  # For files that pages of all origins load: CORS, nosniff, HSTS.
  cors_and_security_headers = "e61eb60c-9c35-4d20-a928-2b84e02af89c"

  static_paths    = ["/li.js", "/li-vitals.js", "/static/dist/*"]
  collector_paths = var.collector.deployed ? ["/events", "/events/*", "/api/event"] : []
}

resource "aws_cloudfront_origin_access_control" "static" {
  count = local.cloudfront

  name                              = "${var.name}-static"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# The collector wants to know who asks and from where. Its own host name must reach API Gateway, not the viewer's.
resource "aws_cloudfront_origin_request_policy" "collector" {
  count = local.cloudfront

  name = "${var.name}-collector"

  headers_config {
    header_behavior = "whitelist"

    headers {
      items = [
        "User-Agent", "Origin", "Referer", "Accept-Language",
        "Access-Control-Request-Method", "Access-Control-Request-Headers",
        "CloudFront-Viewer-Address", "CloudFront-Viewer-Country", "CloudFront-Viewer-Country-Region", "CloudFront-Viewer-City",
      ]
    }
  }

  cookies_config {
    cookie_behavior = "none"
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

# The door to the load balancer, which has no public address: only distributions of this account can use it. It cannot be
# changed while one does, so another protocol is another door, made before the old one goes.
resource "aws_cloudfront_vpc_origin" "dashboard" {
  for_each = toset(!var.cloudfront_enabled ? [] : local.domain == 1 ? ["https-only"] : ["http-only"])

  vpc_origin_endpoint_config {
    name                   = "${var.name}-dashboard-${each.key}"
    arn                    = var.load_balancer.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = each.key

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_86:A log of all beacons would hold the addresses of all visitors, which are promised not to be kept
  #checkov:skip=CKV_AWS_174:TLSv1.2_2021 wherever there is a domain; the name that CloudFront gives leaves no choice
  #checkov:skip=CKV_AWS_305:The root is a page of the dashboard
  #checkov:skip=CKV_AWS_310:What could stand in for dashboard, bucket or API would be a second installation
  #checkov:skip=CKV_AWS_374:Visitors come from everywhere
  #checkov:skip=CKV2_AWS_32:Static files have one; the dashboard and the collector send their own headers, which differ by page
  #checkov:skip=CKV2_AWS_47:AWSManagedRulesKnownBadInputsRuleSet is among the managed rules, which the check cannot see

  count = local.cloudfront

  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  comment         = var.name
  aliases         = local.domain == 1 ? [var.domain_name] : []
  price_class     = "PriceClass_200"
  web_acl_id      = one(module.global_firewall[*].arn)

  # By the load balancer's private addresses. The name says for which host its certificate has to be.
  origin {
    origin_id   = "dashboard"
    domain_name = local.domain == 1 ? local.origin_name : var.load_balancer.dns_name

    vpc_origin_config {
      vpc_origin_id            = one(values(aws_cloudfront_vpc_origin.dashboard)).id
      origin_read_timeout      = 60
      origin_keepalive_timeout = 60
    }
  }

  origin {
    origin_id                = "static"
    domain_name              = module.static[0].regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.static[0].id
  }

  dynamic "origin" {
    for_each = var.collector.deployed ? [1] : []

    content {
      origin_id   = "collector"
      domain_name = "${var.collector.api_id}.execute-api.${data.aws_region.current.name}.amazonaws.com"
      origin_path = "/${var.collector.stage}"

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }

      # Connections come from all of CloudFront, which anybody may use: it is by this header that the collector knows
      # ours, and believes what it says of the visitor's address and country. CloudFront puts it in the place of one
      # that a visitor sends.
      custom_header {
        name  = var.proxy_header
        value = var.proxy_secret
      }
    }
  }

  default_cache_behavior {
    target_origin_id         = "dashboard"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = local.caching_disabled
    origin_request_policy_id = local.all_viewer
    compress                 = true
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.static_paths

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "static"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = ["GET", "HEAD"]
      cached_methods             = ["GET", "HEAD"]
      cache_policy_id            = local.caching_optimized
      response_headers_policy_id = local.cors_and_security_headers
      compress                   = true
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.collector_paths

    content {
      path_pattern             = ordered_cache_behavior.value
      target_origin_id         = "collector"
      viewer_protocol_policy   = "https-only"
      allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
      cached_methods           = ["GET", "HEAD"]
      cache_policy_id          = local.caching_disabled
      origin_request_policy_id = aws_cloudfront_origin_request_policy.collector[0].id
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = local.domain == 0
    acm_certificate_arn            = local.domain == 1 ? aws_acm_certificate_validation.cloudfront[0].certificate_arn : null
    ssl_support_method             = local.domain == 1 ? "sni-only" : null
    minimum_protocol_version       = local.domain == 1 ? "TLSv1.2_2021" : "TLSv1"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}
