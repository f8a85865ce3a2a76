# The scripts and the dashboard's files on S3, where CloudFront alone may read. During a switch of versions the files
# of both lie there; their names contain their content's hash.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  cloudfront  = var.cloudfront_enabled ? 1 : 0
  same_region = data.aws_region.current.name == "us-east-1"
}

# Public files: S3's own key is enough, and every key of ours would cost a call a request.
module "static" {
  count  = local.cloudfront
  source = "../bucket"

  name          = lower("${var.name}-static-${data.aws_caller_identity.current.account_id}")
  force_destroy = !var.deletion_protection
  own_key       = false
  policies      = [data.aws_iam_policy_document.static[0].json]
}

data "aws_iam_policy_document" "static" {
  count = local.cloudfront

  statement {
    sid       = "CloudFront"
    actions   = ["s3:GetObject"]
    resources = ["${module.static[0].arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.this[0].arn]
    }
  }
}
