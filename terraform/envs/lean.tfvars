# The smallest installation that is still safe: data are protected against deletion and backed up, traffic is encrypted
# (by CloudFront, under a name of its own or under yours), alarms are on. Given up for the price: a second task and the
# way out through NAT gateways, the firewall, logs of connections, traces, and the monthly rehearsal of a restore.

environment = "production"

nat_gateway_count    = 0
ecs_desired_count    = 1
task_size            = { cpu = 256, memory = 1024 }
auto_scaling_enabled = false

waf_enabled         = false
access_logs_enabled = false
flow_logs_enabled   = false
x_ray_tracing       = false

collector_rate_limit = 100
log_retention_days   = 14

# Each backup is a whole copy; any second of 35 days can be restored without them.
backup_retention_days         = 7
backup_monthly_retention_days = 0
restore_rehearsal_enabled     = false
