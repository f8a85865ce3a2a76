locals {
  name       = var.project_name
  production = var.environment == "production"
  protected  = coalesce(var.deletion_protection, local.production)
  stage      = coalesce(var.collector_stage, var.environment)

  # As collector/.chalice/config.json says: `app_name` and `api_gateway_stage`. Chalice names the API after the app,
  # and functions after the app and Chalice's stage.
  api            = { name = "liveinsight", stage = "api" }
  collector_name = "${local.api.name}-${local.stage}"

  # What the collector measures itself: two installations in one account must not add up.
  metrics_namespace = local.name

  # Of the collector's functions, read by `make ingest`. AWS_REGION is Lambda's own. No secrets: they would lie in the
  # outputs.
  collector_settings = merge(
    {
      LIVEINSIGHT_PROJECT_NAME      = local.name
      LIVEINSIGHT_ARCHIVE_BUCKET    = module.data.archive_bucket
      LIVEINSIGHT_METRICS_NAMESPACE = local.metrics_namespace
    },
    var.cloudfront_enabled ? { LIVEINSIGHT_CLIENT_IP_HEADER = "cloudfront-viewer-address" } : {},
  )

  # As liveinsight/ingest/sender.py calls it.
  proxy_header = "X-LiveInsight-Origin"

  dashboard_settings = {
    AWS_REGION                   = var.aws_region
    LIVEINSIGHT_PROJECT_NAME     = local.name
    LIVEINSIGHT_ARCHIVE_BUCKET   = module.data.archive_bucket
    LIVEINSIGHT_QUERY_ENGINE     = var.query_engine
    LIVEINSIGHT_ATHENA_WORKGROUP = module.data.athena_workgroup
    LIVEINSIGHT_ATHENA_DATABASE  = module.data.athena_database
    LIVEINSIGHT_CACHE_ENABLED    = tostring(var.cache_enabled)
    LIVEINSIGHT_DASHBOARD_URL    = module.edge.dashboard_url
    LIVEINSIGHT_COLLECTOR_URL    = module.edge.collector_url

    # The load balancer, and CloudFront before it.
    LIVEINSIGHT_PROXY_HOPS = var.cloudfront_enabled ? "2" : "1"
  }

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

module "web" {
  source = "./modules/web"

  name = local.name
  network = {
    vpc_id               = module.network.vpc_id
    public_subnet_ids    = module.network.public_subnet_ids
    private_subnet_ids   = module.network.private_subnet_ids
    task_subnet_ids      = module.network.task_subnet_ids
    tasks_need_public_ip = module.network.tasks_need_public_ip
  }
  tls                      = var.domain_name != ""
  certificate_arn          = module.edge.certificate_arn
  behind_cloudfront        = var.cloudfront_enabled
  image_tag                = var.image_tag
  desired_count            = var.ecs_desired_count
  spot                     = var.fargate_spot
  task_size                = var.task_size
  auto_scaling_enabled     = var.auto_scaling_enabled
  environment_variables    = local.dashboard_settings
  secret_key_parameter_arn = module.data.secret_key_parameter_arn
  data = {
    table_arns         = module.data.table_arns
    archive_bucket_arn = module.data.archive_bucket_arn
    kms_key_arn        = module.data.kms_key_arn
    athena_workgroup   = module.data.athena_workgroup
    athena_database    = module.data.athena_database
  }
  athena              = var.query_engine == "athena"
  x_ray_tracing       = var.x_ray_tracing
  access_logs_enabled = var.access_logs_enabled
  container_insights  = var.monitoring_level == "advanced"
  deletion_protection = local.protected
  log_retention_days  = var.log_retention_days
}

module "backup" {
  source = "./modules/backup"

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  name                      = local.name
  enabled                   = var.backup_enabled
  table_arns                = { for table in var.backup_tables : table => module.data.table_arns[table] }
  archive                   = { bucket = module.data.archive_bucket, arn = module.data.archive_bucket_arn }
  kms_key_arn               = module.data.kms_key_arn
  retention_days            = var.backup_retention_days
  monthly_retention_days    = var.backup_monthly_retention_days
  vault_lock                = var.backup_vault_lock
  copy                      = var.backup_copy_region != ""
  restore_rehearsal_enabled = var.restore_rehearsal_enabled
  deletion_protection       = local.protected
  failure_alarm             = var.monitoring_level == "advanced"
  alarm_topic_arn           = module.monitoring.alarm_topic_arn
}

module "monitoring" {
  source = "./modules/monitoring"

  name               = local.name
  level              = var.monitoring_level
  namespace          = local.metrics_namespace
  kms_key_arn        = module.data.kms_key_arn
  alarm_email        = var.alarm_email
  monthly_budget_usd = var.monthly_budget_usd
  x_ray              = { enabled = var.x_ray_tracing, rate = var.xray_sampling_rate }
  collector = {
    api_name   = local.api.name
    api_stage  = local.api.stage
    functions  = module.data.function_names
    log_groups = module.data.function_log_groups

    # As in collector/.chalice/config.json.
    timeouts = { collector = 30000, rollup = 300000, archive = 900000 }
  }
  tables = {
    for table, name in module.data.table_names : table => {
      name = name, operations = setunion(module.data.operations[table], module.web.operations[table])
    }
  }
  web = {
    cluster                   = module.web.cluster_name
    services                  = module.web.service_names
    log_group                 = module.web.log_group
    load_balancer_arn_suffix  = module.web.load_balancer_arn_suffix
    target_group_arn_suffixes = module.web.target_group_arn_suffixes
  }
}

module "edge" {
  source = "./modules/edge"

  providers = {
    aws        = aws
    aws.global = aws.global
  }

  name               = local.name
  domain_name        = var.domain_name
  hosted_zone_id     = var.hosted_zone_id
  create_hosted_zone = var.create_hosted_zone
  cloudfront_enabled = var.cloudfront_enabled
  waf_enabled        = var.waf_enabled
  guardduty_enabled  = var.guardduty_enabled
  load_balancer = {
    arn      = module.web.load_balancer_arn
    dns_name = module.web.load_balancer_dns_name
    zone_id  = module.web.load_balancer_zone_id
  }
  collector = {
    deployed = var.collector_api_id != ""
    api_id   = var.collector_api_id
    stage    = local.api.stage
    rate     = var.collector_rate_limit
    burst    = var.collector_rate_limit * 2

    detailed_metrics = var.monitoring_level == "advanced"
  }
  proxy_header        = local.proxy_header
  proxy_secret        = var.proxy_secret
  deletion_protection = local.protected
  alarm_topic_arn     = module.monitoring.alarm_topic_arn
  alarm_email         = var.alarm_email
}
