variable "name" {
  description = "Prefix of all names; the tables are called <name>-Events and so on."
  type        = string
}

variable "archive_bucket" {
  description = "Name of the bucket of the history; empty: <name>-archive-<account>, in lower case."
  type        = string
}

variable "billing_mode" {
  description = "PAY_PER_REQUEST, or PROVISIONED with auto scaling."
  type        = string
}

variable "capacity" {
  description = "With PROVISIONED: least and most units of each table, for reads and writes alike."
  type        = object({ least = number, most = number })
}

variable "table_auto_scaling_enabled" {
  description = "With PROVISIONED: whether the units follow the load."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted, and the archive's bucket to be emptied."
  type        = bool
}

variable "archive_retention_days" {
  description = "After how many days Parquet files are deleted; 0: never."
  type        = number
}

variable "log_retention_days" {
  description = "How long the Lambdas' logs are kept."
  type        = number
}

variable "collector_name" {
  description = "The name of the collector's function, as Chalice makes it: <app>-<stage>."
  type        = string
}

variable "x_ray_tracing" {
  description = "Whether the Lambdas may write traces."
  type        = bool
}

variable "secret_key_version" {
  description = "Raise it to replace the key that signs log-ins; everybody has to log in again."
  type        = number
}

variable "secret_key" {
  description = "What signs log-ins: random text. Written when secret_key_version changes, kept in no plan and no state."
  type        = string
  ephemeral   = true
  sensitive   = true
}
