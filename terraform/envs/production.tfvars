# Survives the loss of a zone. To be given besides, by hand or in a file of your own: domain_name with hosted_zone_id
# (or create_hosted_zone), alarm_email, monthly_budget_usd, and backup_copy_region if backups are to lie elsewhere too.

environment = "production"

nat_gateway_count    = 2
ecs_desired_count    = 2
task_size            = { cpu = 1024, memory = 4096 }
auto_scaling_enabled = true

cloudfront_enabled = true
waf_enabled        = true

# There is one detector a region: set this to false where the account has it already.
guardduty_enabled = true

monitoring_level    = "advanced"
access_logs_enabled = true
flow_logs_enabled   = true
x_ray_tracing       = true
xray_sampling_rate  = 0.1
log_retention_days  = 90

backup_enabled            = true
backup_retention_days     = 35
backup_vault_lock         = true
restore_rehearsal_enabled = true
