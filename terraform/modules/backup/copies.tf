# Copies in another region: of the backups, and of the archive by replication.

resource "aws_kms_key" "copy" {
  #checkov:skip=CKV2_AWS_64:The default leaves the key to the policies of this account, and nobody else needs it

  count    = local.copies
  provider = aws.copies

  description             = "${var.name}: copies of backups and archive"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_backup_vault" "copy" {
  count    = local.copies
  provider = aws.copies

  name          = "${var.name}-copies"
  kms_key_arn   = aws_kms_key.copy[0].arn
  force_destroy = !var.deletion_protection
}

module "copy" {
  count     = local.copies
  source    = "../bucket"
  providers = { aws = aws.copies }

  name          = "${var.archive.bucket}-copy"
  force_destroy = !var.deletion_protection
  own_key       = true
  kms_key_arn   = aws_kms_key.copy[0].arn
}

data "aws_iam_policy_document" "replication_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = local.copies

  statement {
    sid       = "From"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [var.archive.arn]
  }

  statement {
    sid       = "FromObjects"
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${var.archive.arn}/*"]
  }

  statement {
    sid       = "To"
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${module.copy[0].arn}/*"]
  }

  statement {
    sid       = "FromKey"
    actions   = ["kms:Decrypt"]
    resources = [var.kms_key_arn]
  }

  statement {
    sid       = "ToKey"
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.copy[0].arn]
  }
}

resource "aws_iam_role" "replication" {
  count = local.copies

  name               = "${var.name}-replication"
  assume_role_policy = data.aws_iam_policy_document.replication_assume.json
}

resource "aws_iam_role_policy" "replication" {
  count = local.copies

  name   = "copy"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "archive" {
  count = local.copies

  bucket = var.archive.bucket
  role   = aws_iam_role.replication[0].arn

  # What is deleted here, an erasure on somebody's request above all, is deleted there as well.
  rule {
    id     = "archive"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = module.copy[0].arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.copy[0].arn
      }
    }
  }

  depends_on = [module.copy]
}
