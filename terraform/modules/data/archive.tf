# The history: Parquet on S3, and what Athena needs to read it.

locals {
  bucket = coalesce(var.archive_bucket, lower("${var.name}-archive-${data.aws_caller_identity.current.account_id}"))
}

resource "aws_s3_bucket" "archive" {
  #checkov:skip=CKV_AWS_18:Two roles of this installation read and write it; CloudTrail can record who does
  #checkov:skip=CKV_AWS_144:Replicated by the module backup when backup_copy_region is given
  #checkov:skip=CKV2_AWS_62:Nothing waits for new files: the dashboard lists them

  bucket = local.bucket

  # In production a bucket with history in it is not to be deleted by a plan.
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_public_access_block" "archive" {
  bucket = aws_s3_bucket.archive.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    # One data key for many objects: a hundredth of the calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  # A day's file is written anew when late events come; what it replaced is kept for a month.
  rule {
    id     = "replaced"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      expired_object_delete_marker = true
    }
  }

  rule {
    id     = "questions"
    status = "Enabled"

    filter {
      prefix = "athena/"
    }

    expiration {
      days = 7
    }
  }

  dynamic "rule" {
    for_each = var.archive_retention_days > 0 ? toset(keys(local.shape.archive)) : toset([])

    content {
      id     = "old-${rule.key}"
      status = "Enabled"

      filter {
        prefix = "${rule.key}/"
      }

      expiration {
        days = var.archive_retention_days
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.archive]
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]

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

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.tls_only.json

  depends_on = [aws_s3_bucket_public_access_block.archive]
}

resource "aws_glue_catalog_database" "archive" {
  name = replace(lower(var.name), "/[^a-z0-9]/", "_")
}

resource "aws_glue_catalog_table" "archive" {
  for_each = local.shape.archive

  name          = each.key
  database_name = aws_glue_catalog_database.archive.name
  table_type    = each.value.TableType
  parameters    = { for key, value in each.value.Parameters : key => replace(value, "BUCKET", local.bucket) }

  dynamic "partition_keys" {
    for_each = each.value.PartitionKeys

    content {
      name = partition_keys.value.Name
      type = partition_keys.value.Type
    }
  }

  storage_descriptor {
    location      = replace(each.value.StorageDescriptor.Location, "BUCKET", local.bucket)
    input_format  = each.value.StorageDescriptor.InputFormat
    output_format = each.value.StorageDescriptor.OutputFormat

    ser_de_info {
      serialization_library = each.value.StorageDescriptor.SerdeInfo.SerializationLibrary
    }

    dynamic "columns" {
      for_each = each.value.StorageDescriptor.Columns

      content {
        name = columns.value.Name
        type = columns.value.Type
      }
    }
  }
}

resource "aws_athena_workgroup" "this" {
  name          = var.name
  force_destroy = true

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true

    # A question that would read more than this is stopped: about 5 cents.
    bytes_scanned_cutoff_per_query = 10 * 1024 * 1024 * 1024

    result_configuration {
      output_location = "s3://${aws_s3_bucket.archive.bucket}/athena/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.this.arn
      }
    }
  }
}
