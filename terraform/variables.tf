# --- What the installation is -------------------------------------------------------------------------------------

variable "aws_region" {
  description = "Where everything lies, but for what CloudFront needs in us-east-1."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "Give the code of a region, such as us-east-1 or ap-northeast-2."
  }
}

variable "environment" {
  description = "`production` protects data against deletion; `development` can be thrown away."
  type        = string

  validation {
    condition     = contains(["development", "production"], var.environment)
    error_message = "Give development or production."
  }
}

variable "project_name" {
  description = "Prefix of all names, such as LiveInsight-Events. Two installations in one account need two, which differ in more than upper and lower case, a collector_stage each, and a region each: Chalice calls every API liveinsight, and API Gateway measures by that name."
  type        = string
  default     = "LiveInsight"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", var.project_name)) && length(var.project_name) >= 2 && length(var.project_name) <= 22
    error_message = "Give 2 to 22 letters and digits, with single hyphens between them, that begin with a letter; load balancers allow no longer names."
  }
}

variable "owner" {
  description = "Who answers for it; a tag on everything."
  type        = string
  default     = "liveinsight"
}

# --- Network ------------------------------------------------------------------------------------------------------

variable "vpc_cidr" {
  description = "Addresses of the VPC, a /16."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && endswith(var.vpc_cidr, ".0.0/16")
    error_message = "Give a network of IPv4 addresses that ends in .0.0/16, such as 10.0.0.0/16."
  }
}

variable "nat_gateway_count" {
  description = "NAT gateways, about $33 a month each: 2 survive the loss of a zone, 1 is enough otherwise; with 0 tasks have public addresses, and no door open but the load balancer's."
  type        = number
  default     = 2

  validation {
    condition     = contains([0, 1, 2], var.nat_gateway_count)
    error_message = "Give 0, 1 or 2: there are two zones, and more gateways would carry nothing."
  }
}

variable "flow_logs_enabled" {
  description = "Whether rejected connections in the VPC are logged."
  type        = bool
  default     = true
}

# --- Data ---------------------------------------------------------------------------------------------------------

variable "billing_mode" {
  description = "Of the tables: PAY_PER_REQUEST costs nothing at rest, PROVISIONED is cheaper under a steady load."
  type        = string
  default     = "PAY_PER_REQUEST"

  validation {
    condition     = contains(["PAY_PER_REQUEST", "PROVISIONED"], var.billing_mode)
    error_message = "Give PAY_PER_REQUEST or PROVISIONED."
  }
}

variable "table_capacity" {
  description = "With PROVISIONED: least and most read and write units of each table."
  type        = object({ least = number, most = number })
  default     = { least = 5, most = 100 }

  validation {
    condition     = var.table_capacity.least >= 1 && var.table_capacity.most >= var.table_capacity.least
    error_message = "Give at least 1 unit for `least`, and no fewer for `most`."
  }
}

variable "table_auto_scaling_enabled" {
  description = "With PROVISIONED: whether the units follow the load. When not, a table keeps the units that it was made with until they are changed by hand."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Whether tables, archive, load balancer and backups refuse to be deleted; by default in production."
  type        = bool
  default     = null

  validation {
    condition     = !(var.environment == "production" && var.deletion_protection == false)
    error_message = "Production must keep its deletion protection. To take an installation down, first apply it with environment = \"development\"."
  }
}

variable "archive_bucket" {
  description = "Name of the bucket of the history; empty: <project>-archive-<account>, in lower case."
  type        = string
  default     = ""

  validation {
    condition     = var.archive_bucket == "" || can(regex("^[a-z0-9][a-z0-9-]{1,56}[a-z0-9]$", var.archive_bucket))
    error_message = "Give a bucket name of 3 to 58 lower-case letters, digits and hyphens (its copy is called the same with -copy), or nothing."
  }
}

variable "archive_retention_days" {
  description = "After how many days files of the history are deleted; 0: never."
  type        = number
  default     = 0

  validation {
    condition     = var.archive_retention_days == 0 || var.archive_retention_days >= 90 && floor(var.archive_retention_days) == var.archive_retention_days
    error_message = "Give 0 (keep for ever) or a whole number of at least 90 days."
  }
}

variable "secret_key" {
  description = "What signs log-ins: random text. Written when secret_key_version changes, kept in no plan and no state."
  type        = string
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = length(var.secret_key) >= 32
    error_message = "Give at least 32 random characters, for instance TF_VAR_secret_key=$(openssl rand -hex 32). `make infra` does."
  }
}

variable "secret_key_version" {
  description = "Raise it to replace the key that signs log-ins; everybody has to log in again."
  type        = number
  default     = 1

  validation {
    condition     = var.secret_key_version >= 1 && floor(var.secret_key_version) == var.secret_key_version
    error_message = "Give a whole number from 1 on, and a higher one than last time to replace the key."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 … days; give one of these."
  }
}

# --- Collector (deployed by Chalice) ------------------------------------------------------------------------------

variable "collector_stage" {
  description = "Chalice's stage; functions are called liveinsight-<stage>. By default the environment. Two installations in one account and region need two. Their APIs have the same name and stage all the same, so each one's alarms and graphs of requests count both."
  type        = string
  default     = ""

  validation {
    condition     = var.collector_stage == "" || can(regex("^[A-Za-z0-9_-]{1,40}$", var.collector_stage))
    error_message = "Give up to 40 letters, digits, hyphens and underscores, or nothing: it becomes a part of the functions' names."
  }
}

variable "collector_memory" {
  description = "MB of the function that takes events; it has CPU in proportion."
  type        = number
  default     = 512

  validation {
    condition     = var.collector_memory >= 256 && var.collector_memory <= 10240 && floor(var.collector_memory) == var.collector_memory
    error_message = "Give 256 to 10240 MB; with less the collector takes seconds to start."
  }
}

variable "collector_architecture" {
  description = "Processor of the collector's functions: arm64 costs a fifth less, x86_64 is for where packages of it are missing."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.collector_architecture)
    error_message = "Give arm64 or x86_64 as the collector's architecture."
  }
}

variable "collector_api_id" {
  description = "Id of the REST API that `chalice deploy` made; empty before the first deployment. `make ingest` fills it in."
  type        = string
  default     = ""

  validation {
    condition     = var.collector_api_id == "" || can(regex("^[a-z0-9]+$", var.collector_api_id))
    error_message = "Give the id of the REST API, such as a1b2c3d4e5, or nothing before the collector is deployed."
  }
}

variable "proxy_secret" {
  description = "What CloudFront says with every request to the collector, for anybody can send there through a CloudFront of his own: the collector believes nobody else about visitors' addresses. It has the same in LIVEINSIGHT_PROXY_SECRET. It lies in the state, as all settings of CloudFront do."
  type        = string
  default     = ""
  sensitive   = true

  validation {
    condition     = var.proxy_secret == "" || can(regex("^[A-Za-z0-9_-]{32,128}$", var.proxy_secret))
    error_message = "Give 32 to 128 random letters and digits, for instance TF_VAR_proxy_secret=$(openssl rand -hex 32), and keep them: the collector needs the same."
  }

  validation {
    condition     = var.proxy_secret != "" || !var.cloudfront_enabled
    error_message = "CloudFront needs proxy_secret, by which the collector knows it. Give TF_VAR_proxy_secret=$(openssl rand -hex 32), every time the same, and the collector too, in LIVEINSIGHT_PROXY_SECRET."
  }
}

variable "collector_rate_limit" {
  description = "Beacons a second that the collector takes at most; twice as many for a moment. Trackers send again what is refused."
  type        = number
  default     = 500

  validation {
    condition     = var.collector_rate_limit >= 1 && var.collector_rate_limit <= 10000 && floor(var.collector_rate_limit) == var.collector_rate_limit
    error_message = "Give 1 to 10000 requests a second; the account's own limit is 10000 unless AWS raised it."
  }
}

variable "x_ray_tracing" {
  description = "Whether requests are traced."
  type        = bool
  default     = true
}

variable "xray_sampling_rate" {
  description = "Share of requests that are traced."
  type        = number
  default     = 0.1

  validation {
    condition     = var.xray_sampling_rate >= 0 && var.xray_sampling_rate <= 1
    error_message = "Give a share from 0 to 1; 0.1 traces every tenth request."
  }
}

# --- Dashboard ----------------------------------------------------------------------------------------------------

variable "image_tag" {
  description = "Version of the dashboard's image in the repository liveinsight-app that the first tasks run. Empty, before any image is there: no task is started until `make blue-green` has pushed one."
  type        = string
  default     = ""

  validation {
    condition     = var.image_tag == "" || can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.image_tag))
    error_message = "Give the tag of an image, such as v1.2.0, without the repository's name, or nothing before the first one is pushed."
  }
}

variable "ecs_desired_count" {
  description = "Tasks of the dashboard that run at first; auto scaling changes it afterwards."
  type        = number
  default     = 2

  validation {
    condition     = var.ecs_desired_count >= 1 && var.ecs_desired_count <= 4 && floor(var.ecs_desired_count) == var.ecs_desired_count
    error_message = "Give 1 to 4 tasks."
  }
}

variable "task_size" {
  description = "CPU units (1024 are a core) and memory (MiB) of a task, as Fargate offers them together."
  type        = object({ cpu = number, memory = number })
  default     = { cpu = 512, memory = 2048 }

  validation {
    condition = try(contains(
      { 256 = [1, 2], 512 = [1, 2, 3, 4], 1024 = range(2, 9), 2048 = range(4, 17), 4096 = range(8, 31) }[var.task_size.cpu],
      var.task_size.memory / 1024
    ), false)
    error_message = "Give a size that Fargate offers, with at least 1 GiB, for the history is read in memory: 256 CPU units with 1024 or 2048 MiB, 512 with 1024 to 4096, 1024 with 2048 to 8192, 2048 with 4096 to 16384, 4096 with 8192 to 30720, in steps of 1024."
  }
}

variable "fargate_spot" {
  description = "Whether tasks run on what AWS has to spare, for a third of the price: it may take one back with two minutes' notice, and when it has none, the dashboard waits."
  type        = bool
  default     = false
}

variable "auto_scaling_enabled" {
  description = "Whether 1 to 4 tasks follow the load (70 % CPU)."
  type        = bool
  default     = true
}

variable "cache_enabled" {
  description = "Whether the dashboard caches answers."
  type        = bool
  default     = true
}

variable "query_engine" {
  description = "What answers questions about the past: duckdb in the dashboard, or athena."
  type        = string
  default     = "duckdb"

  validation {
    condition     = contains(["duckdb", "athena"], var.query_engine)
    error_message = "Give duckdb or athena."
  }
}

# --- Edge ---------------------------------------------------------------------------------------------------------

variable "domain_name" {
  description = "Domain of the dashboard, the script and the collector; empty: the load balancer's own name, without TLS."
  type        = string
  default     = ""

  validation {
    condition     = var.domain_name == "" || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain in lower case, such as stats.example.com, without https:// and without a path."
  }

  validation {
    condition     = var.domain_name == "" || var.hosted_zone_id != "" || var.create_hosted_zone
    error_message = "A domain needs a zone: give hosted_zone_id, or set create_hosted_zone and point the registrar at the name servers that are printed."
  }
}

variable "hosted_zone_id" {
  description = "Route 53 zone that holds the domain's records."
  type        = string
  default     = ""

  validation {
    condition     = var.hosted_zone_id == "" || can(regex("^Z[A-Z0-9]{1,31}$", var.hosted_zone_id))
    error_message = "Give the id of a zone, such as Z0123456789ABCDEFGHIJ; `aws route53 list-hosted-zones` shows it after /hostedzone/."
  }
}

variable "create_hosted_zone" {
  description = "Whether to make a zone for the domain."
  type        = bool
  default     = false

  validation {
    condition     = !(var.create_hosted_zone && var.hosted_zone_id != "")
    error_message = "Give hosted_zone_id or set create_hosted_zone, not both."
  }
}

variable "cloudfront_enabled" {
  description = "Whether CloudFront stands in front of dashboard, script and collector. Without a domain it gives one of its own, with TLS."
  type        = bool
  default     = true

  validation {
    condition     = var.cloudfront_enabled || var.domain_name != "" || var.environment != "production"
    error_message = "Without CloudFront and without a domain log-ins would cross the internet unencrypted; in production set cloudfront_enabled or give domain_name."
  }
}

variable "waf_enabled" {
  description = "Whether AWS WAF filters requests: about $9 a month and $0.60 a million."
  type        = bool
  default     = true
}

variable "guardduty_enabled" {
  description = "Whether GuardDuty watches the account. Off when the account has it already: there is one detector a region."
  type        = bool
  default     = false
}

variable "access_logs_enabled" {
  description = "Whether the load balancer logs requests to S3, for log_retention_days. They hold the addresses of the dashboard's users."
  type        = bool
  default     = true
}

# --- Monitoring ---------------------------------------------------------------------------------------------------

variable "monitoring_level" {
  description = "`basic`: alarms and one dashboard; `advanced`: also metrics out of logs and the business dashboard."
  type        = string
  default     = "basic"

  validation {
    condition     = contains(["basic", "advanced"], var.monitoring_level)
    error_message = "Give basic or advanced."
  }
}

variable "alarm_email" {
  description = "Who is told of alarms; AWS sends a mail to confirm. Empty: the topic has no reader."
  type        = string
  default     = ""

  validation {
    condition     = var.alarm_email == "" || can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "Give an e-mail address, or nothing."
  }
}

variable "monthly_budget_usd" {
  description = "Alarm when the account's bill of the month passes 80 % of this, or is forecast to pass it; 0: no budget."
  type        = number
  default     = 0

  validation {
    condition     = var.monthly_budget_usd >= 0
    error_message = "Give an amount in US dollars, or 0 for no budget."
  }
}

# --- Backup -------------------------------------------------------------------------------------------------------

variable "backup_enabled" {
  description = "Whether AWS Backup keeps daily copies of the tables, beside point-in-time recovery, which is always on."
  type        = bool
  default     = true
}

variable "backup_tables" {
  description = "Which tables AWS Backup keeps copies of, each a whole one. Any second of 35 days of every table can be restored without; events and visits can be made anew from the archive, Settings cannot."
  type        = set(string)
  default     = ["Events", "Sessions", "ActiveSessions", "Settings"]

  validation {
    condition     = length(setsubtract(var.backup_tables, ["Events", "Sessions", "ActiveSessions", "Settings"])) == 0
    error_message = "Give some of Events, Sessions, ActiveSessions, Settings as backup_tables."
  }

  validation {
    condition     = contains(var.backup_tables, "Settings")
    error_message = "Settings must be among backup_tables: sites, people and goals are in no archive. For no backups at all set backup_enabled = false."
  }
}

variable "backup_retention_days" {
  description = "How long daily backups are kept."
  type        = number
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 365 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "Give a whole number from 7 to 365 days: a locked vault takes nothing that is kept for less than 7."
  }
}

variable "backup_monthly_retention_days" {
  description = "How long the backup of each first of a month is kept; 0: none is made. Each is a whole copy of the tables."
  type        = number
  default     = 366

  validation {
    condition     = var.backup_monthly_retention_days == 0 || var.backup_monthly_retention_days >= 31 && var.backup_monthly_retention_days <= 366 && floor(var.backup_monthly_retention_days) == var.backup_monthly_retention_days
    error_message = "Give 0 for no monthly backups, or a whole number from 31 to 366 days: a locked vault takes nothing that is kept for longer."
  }
}

variable "backup_vault_lock" {
  description = "Whether nobody may delete backups before their time (governance mode: an administrator can lift it)."
  type        = bool
  default     = true
}

variable "backup_copy_region" {
  description = "Another region that gets a copy of every backup and of the archive; empty: none."
  type        = string
  default     = ""

  validation {
    condition     = var.backup_copy_region == "" || var.backup_copy_region != var.aws_region
    error_message = "A copy in the same region does not survive the loss of it; give another region, or nothing."
  }

  validation {
    condition     = var.backup_copy_region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.backup_copy_region))
    error_message = "Give the code of a region, such as eu-central-1 or us-west-2, or nothing."
  }
}

variable "restore_rehearsal_enabled" {
  description = "Whether a monthly restore into throw-away tables proves that the backups can be read."
  type        = bool
  default     = true
}
