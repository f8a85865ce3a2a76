# The collector believes CloudFront-Viewer-Address from everybody (LIVEINSIGHT_TRUSTED_PROXIES=*), so its API takes
# requests from this distribution only: those that know the secret.

resource "aws_wafv2_web_acl" "collector" {
  count = var.collector_stage_arn == null ? 0 : 1

  name        = local.name
  description = "Only CloudFront reaches the LiveInsight collector"
  scope       = "REGIONAL"

  default_action {
    block {}
  }

  rule {
    name     = "knows-the-secret"
    priority = 0

    action {
      allow {}
    }

    statement {
      byte_match_statement {
        positional_constraint = "EXACTLY"
        search_string         = var.origin_secret

        field_to_match {
          single_header {
            name = local.secret_header
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${local.name}-allowed"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${local.name}-blocked"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "collector" {
  count = var.collector_stage_arn == null ? 0 : 1

  resource_arn = var.collector_stage_arn
  web_acl_arn  = aws_wafv2_web_acl.collector[0].arn
}
