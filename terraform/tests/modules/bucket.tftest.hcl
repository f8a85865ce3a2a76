# A bucket with everything, and one with nothing. Which of ours are which: tests/terraform/test_buckets.py.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name          = "history"
  force_destroy = false
  own_key       = true
  kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/k"
  expiry        = { old = { prefix = "events/", days = 400 } }
}

run "bucket" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "history" && !aws_s3_bucket.this.force_destroy
    error_message = "It is not deleted with something in it."
  }

  assert {
    condition     = alltrue([for name in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] : aws_s3_bucket_public_access_block.this[name]]) && aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "Nothing can make it public, and no list of rights hangs on an object."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this[0].versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    error_message = "It is versioned and encrypted with the key that was given."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.this.statement :
      statement.effect == "Deny" && contains(statement.actions, "s3:*") && length(statement.resources) == 2 && one(statement.condition).variable == "aws:SecureTransport" && contains(one(statement.condition).values, "false")
    ])
    error_message = "It is reached by TLS only."
  }

  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id => try(rule.expiration[0].days, null) if rule.id == "old" } == { old = 400 } && length(aws_s3_bucket_lifecycle_configuration.this.rule) == 3
    error_message = "What is old, replaced or unfinished goes."
  }
}

run "bucket_plain" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    force_destroy = true
    versioned     = false
    own_key       = false
    expiry        = {}
    policies      = ["{\"Version\": \"2012-10-17\", \"Statement\": []}"]
  }

  assert {
    condition     = length(aws_s3_bucket_versioning.this) == 0 && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "Without versions and a key of ours it is encrypted all the same."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id] == ["unfinished"] && data.aws_iam_policy_document.this.source_policy_documents == tolist(var.policies)
    error_message = "Nothing is deleted in it, and who is given rights has them."
  }
}
