variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "domain_name" {
  description = "Domain of dashboard, script and collector; empty: names that AWS gives."
  type        = string
}

variable "hosted_zone_id" {
  description = "Zone of the domain; empty when it is to be made, or without a domain."
  type        = string
}

variable "create_hosted_zone" {
  description = "Whether to make the zone."
  type        = bool
}

variable "cloudfront_enabled" {
  description = "Whether CloudFront stands in front of everything."
  type        = bool
}

variable "waf_enabled" {
  description = "Whether AWS WAF filters requests."
  type        = bool
}

variable "guardduty_enabled" {
  description = "Whether GuardDuty watches the account."
  type        = bool
}

variable "load_balancer" {
  description = "The load balancer of the dashboard."
  type        = object({ arn = string, dns_name = string, zone_id = string })
}

variable "collector" {
  description = "The collector's REST API and its stage, how many requests a second it takes (`burst`: at once), and whether each route is measured; `deployed` says whether Chalice has made it."
  type        = object({ deployed = bool, api_id = string, stage = string, rate = number, burst = number, detailed_metrics = bool })
}

variable "proxy_header" {
  description = "Header by which CloudFront shows to the collector that it is ours."
  type        = string
}

variable "proxy_secret" {
  description = "What stands in it."
  type        = string
  sensitive   = true
}

variable "deletion_protection" {
  description = "Whether the bucket of static files refuses to be deleted with its content."
  type        = bool
}

variable "alarm_topic_arn" {
  description = "Who is told when GuardDuty finds something."
  type        = string
}

variable "alarm_email" {
  description = "Who is told when the dashboard cannot be reached, where the alarm has a topic of its own; empty: nobody."
  type        = string
}
