# The scripts and the dashboard's files on S3, where CloudFront alone may read. During a switch of versions the files
# of both lie there; their names contain their content's hash.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  cloudfront  = var.cloudfront_enabled ? 1 : 0
  same_region = data.aws_region.current.name == "us-east-1"
}

resource "aws_s3_bucket" "static" {
  #checkov:skip=CKV_AWS_18:Public files that CloudFront alone reads; a log would hold the addresses of visitors
  #checkov:skip=CKV_AWS_144:Built anew by every deployment
  #checkov:skip=CKV_AWS_145:Public files
  #checkov:skip=CKV2_AWS_62:Nothing waits for new files

  count = local.cloudfront

  bucket        = lower("${var.name}-static-${data.aws_caller_identity.current.account_id}")
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_public_access_block" "static" {
  count = local.cloudfront

  bucket                  = aws_s3_bucket.static[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "static" {
  count = local.cloudfront

  bucket = aws_s3_bucket.static[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

# Public files: S3's own key is enough, and every key of ours would cost a call a request.
resource "aws_s3_bucket_server_side_encryption_configuration" "static" {
  count = local.cloudfront

  bucket = aws_s3_bucket.static[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "static" {
  count = local.cloudfront

  bucket = aws_s3_bucket.static[0].id

  rule {
    id     = "replaced"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.static]
}

data "aws_iam_policy_document" "static" {
  count = local.cloudfront

  statement {
    sid       = "CloudFront"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.static[0].arn}/*"]

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

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.static[0].arn, "${aws_s3_bucket.static[0].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "static" {
  count = local.cloudfront

  bucket = aws_s3_bucket.static[0].id
  policy = data.aws_iam_policy_document.static[0].json

  depends_on = [aws_s3_bucket_public_access_block.static]
}
