variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "cidr" {
  description = "Addresses of the VPC; the four subnets are cut out of it."
  type        = string
}

variable "nat_gateway_count" {
  description = "NAT gateways: 0 (tasks get public addresses of their own), 1, or 2 (one a zone)."
  type        = number
}

variable "flow_logs_enabled" {
  description = "Whether rejected connections are logged."
  type        = bool
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the log group."
  type        = string
}
