# The history: Parquet on S3, and what Athena needs to read it.

locals {
  bucket = coalesce(var.archive_bucket, lower("${var.name}-archive-${data.aws_caller_identity.current.account_id}"))
}

# A day's file is written anew when late events come; what it replaced is kept for a month.
module "archive" {
  source = "../bucket"

  name        = local.bucket
  own_key     = true
  kms_key_arn = aws_kms_key.this.arn

  # In production a bucket with history in it is not to be deleted by a plan.
  force_destroy = !var.deletion_protection

  expiry = merge(
    { questions = { prefix = "athena/", days = 7 } },
    {
      for kind in var.archive_retention_days > 0 ? keys(local.shape.archive) : [] :
      "old-${kind}" => { prefix = "${kind}/", days = var.archive_retention_days }
    },
  )
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
      output_location = "s3://${module.archive.name}/athena/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.this.arn
      }
    }
  }
}
