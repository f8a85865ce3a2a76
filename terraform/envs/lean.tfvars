# The smallest installation that is still safe: data are protected against deletion and backed up, traffic is encrypted
# (by CloudFront, under a name of its own or under yours), alarms are on. Given up for the price: a second task and the
# way out through NAT gateways, the firewall, logs of connections, traces, backups of events and visits beside 35 days of
# recovery and the archive, and the monthly rehearsal of a restore.

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

# Each backup is a whole copy, so only what no archive can give back is copied: sites, people, goals. Any second of the
# last 35 days of every table can be restored without, and events and visits made anew from the archive.
backup_tables             = ["Settings"]
restore_rehearsal_enabled = false
