# Between lean and production, for some ten million events a month (docs/operations/cost.md): with one task that grows
# to four under load. Given up for the price: what survives the loss of a zone without minutes of waiting (a second
# task, NAT gateways), the firewall ($10 and $0.60 a million requests), GuardDuty, traces, metrics by route and task,
# logs of refused connections, the monthly rehearsal of a restore, and backups of events and visits: each would be a
# whole copy. Any second of the last 35 days can be restored all the same, and the archive has all of them for ever.

environment = "production"

# Tasks have public addresses, with no door open but the load balancer's.
nat_gateway_count = 0

# Memory is what questions about the past need; more tasks bring more CPU.
ecs_desired_count    = 1
task_size            = { cpu = 256, memory = 2048 }
auto_scaling_enabled = true

cloudfront_enabled = true
waf_enabled        = false
guardduty_enabled  = false

monitoring_level    = "basic"
access_logs_enabled = true
flow_logs_enabled   = false
x_ray_tracing       = false
log_retention_days  = 30

# Sites, people and goals, which no archive can give back.
backup_enabled            = true
backup_tables             = ["Settings"]
backup_retention_days     = 35
backup_vault_lock         = true
restore_rehearsal_enabled = false
