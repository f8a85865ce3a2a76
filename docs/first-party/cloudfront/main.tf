# LiveInsight under the site's own name, as two cache behaviours of the site's distribution. If the distribution exists
# already, take over what is marked with LiveInsight; the rest stands for your site. See docs/first-party.md.

locals {
  name = "liveinsight${replace(var.prefix, "/", "-")}"

  # What CloudFront writes into its requests to the API. The collector believes no other.
  secret_header = "x-liveinsight-origin"
}

data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}

data "aws_cloudfront_cache_policy" "disabled" {
  name = "Managed-CachingDisabled"
}

# LiveInsight
resource "aws_cloudfront_function" "strip_prefix" {
  name    = local.name
  comment = "Removes ${var.prefix} from the path"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = templatefile("${path.module}/strip-prefix.js", { prefix = var.prefix })
}

# LiveInsight. All that the collector reads, and nothing else: no cookies and no log-ins. Without Host, because API
# Gateway answers to its own name only. It is CloudFront that writes the viewer's address and place.
resource "aws_cloudfront_origin_request_policy" "collector" {
  name    = local.name
  comment = "What LiveInsight's collector reads"

  headers_config {
    header_behavior = "whitelist"
    headers {
      items = [
        "Accept-Language",
        "CloudFront-Viewer-Address",
        "CloudFront-Viewer-City",
        "CloudFront-Viewer-Country",
        "CloudFront-Viewer-Country-Region",
        "Content-Type",
        "Origin",
        "Referer",
        "User-Agent",
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

resource "aws_cloudfront_distribution" "site" {
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  aliases         = var.aliases
  comment         = "The site, with LiveInsight below ${var.prefix}"

  origin {
    origin_id   = "site"
    domain_name = var.site_host

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  # LiveInsight
  origin {
    origin_id   = "liveinsight-dashboard"
    domain_name = var.dashboard_host

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  # LiveInsight
  origin {
    origin_id   = "liveinsight-collector"
    domain_name = var.collector_host
    origin_path = var.collector_path

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 10
    }

    custom_header {
      name  = local.secret_header
      value = var.origin_secret
    }
  }

  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD", "OPTIONS"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    cache_policy_id        = data.aws_cloudfront_cache_policy.optimized.id
  }

  # LiveInsight: the script, kept at the edge for as long as the dashboard says (an hour).
  ordered_cache_behavior {
    path_pattern           = "${var.prefix}/*.js"
    target_origin_id       = "liveinsight-dashboard"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    cache_policy_id        = data.aws_cloudfront_cache_policy.optimized.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.strip_prefix.arn
    }
  }

  # LiveInsight: events, to the collector and never from a cache.
  ordered_cache_behavior {
    path_pattern             = "${var.prefix}/*"
    target_origin_id         = "liveinsight-collector"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.disabled.id
    origin_request_policy_id = aws_cloudfront_origin_request_policy.collector.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.strip_prefix.arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.certificate_arn == null
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = var.certificate_arn == null ? null : "sni-only"
    minimum_protocol_version       = var.certificate_arn == null ? "TLSv1" : "TLSv1.2_2021"
  }
}
