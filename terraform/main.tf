locals {
  name       = var.project_name
  production = var.environment == "production"
  protected  = coalesce(var.deletion_protection, local.production)
  stage      = coalesce(var.collector_stage, var.environment)

  # As Chalice names functions: the app's name and the stage.
  collector_name = "liveinsight-${local.stage}"

  tags = {
    Project     = var.project_name
    Environment = var.environment
    Owner       = var.owner
    ManagedBy   = "terraform"
  }
}

module "data" {
  source = "./modules/data"

  name                       = local.name
  archive_bucket             = var.archive_bucket
  archive_retention_days     = var.archive_retention_days
  billing_mode               = var.billing_mode
  capacity                   = var.table_capacity
  table_auto_scaling_enabled = var.table_auto_scaling_enabled
  deletion_protection        = local.protected
  log_retention_days         = var.log_retention_days
  collector_name             = local.collector_name
  secret_key                 = var.secret_key
  secret_key_version         = var.secret_key_version
  x_ray_tracing              = var.x_ray_tracing
}

module "network" {
  source = "./modules/network"

  name               = local.name
  cidr               = var.vpc_cidr
  nat_gateway_count  = var.nat_gateway_count
  flow_logs_enabled  = var.flow_logs_enabled
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.data.kms_key_arn
}
