# Access logs of the load balancer. Its service can write only to buckets with S3's own keys.

data "aws_caller_identity" "current" {}

# They hold the addresses of the dashboard's users: they go as soon as the other logs do, and no version outlives that.
module "access_logs" {
  count  = var.access_logs_enabled ? 1 : 0
  source = "../bucket"

  name          = lower("${var.name}-access-logs-${data.aws_caller_identity.current.account_id}")
  force_destroy = true
  versioned     = false
  own_key       = false
  expiry        = { old = { prefix = "", days = var.log_retention_days } }
  policies      = [data.aws_iam_policy_document.access_logs[0].json]
}

data "aws_iam_policy_document" "access_logs" {
  count = var.access_logs_enabled ? 1 : 0

  statement {
    sid       = "LoadBalancer"
    actions   = ["s3:PutObject"]
    resources = ["${module.access_logs[0].arn}/AWSLogs/${data.aws_caller_identity.current.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }
}
