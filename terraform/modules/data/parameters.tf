# What the dashboard signs log-ins with. Written, but never part of a plan or of the state; it is read again only by
# the dashboard's tasks.

resource "aws_ssm_parameter" "secret_key" {
  name             = "/${var.name}/secret-key"
  description      = "Signs the log-ins of the dashboard"
  type             = "SecureString"
  key_id           = aws_kms_key.this.arn
  value_wo         = var.secret_key
  value_wo_version = var.secret_key_version
}

# What `make ingest` and people look up; none of it is secret.
resource "aws_ssm_parameter" "plain" {
  #checkov:skip=CKV2_AWS_34:Names, not secrets

  for_each = {
    archive-bucket  = module.archive.name
    athena-database = aws_glue_catalog_database.archive.name
    project-name    = var.name
  }

  name  = "/${var.name}/${each.key}"
  type  = "String"
  value = each.value
}
