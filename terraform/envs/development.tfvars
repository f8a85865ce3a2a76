# An installation to try things out, to be thrown away with everything in it (`make destroy`).

environment = "development"

nat_gateway_count    = 0
ecs_desired_count    = 1
task_size            = { cpu = 256, memory = 1024 }
auto_scaling_enabled = false

waf_enabled         = false
access_logs_enabled = false
flow_logs_enabled   = false

log_retention_days = 7
xray_sampling_rate = 1

# Point-in-time recovery of the tables stays on.
backup_enabled            = false
restore_rehearsal_enabled = false
