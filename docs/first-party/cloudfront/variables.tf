variable "prefix" {
  description = "Path on the site below which LiveInsight lies. Lists of ad blockers know common names; choose your own."
  type        = string
  default     = "/li"

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_-]+)+$", var.prefix))
    error_message = "The prefix begins with a slash, ends without one, and has letters, digits, - and _ between slashes."
  }
}

variable "site_host" {
  description = "Name of the server that the site itself comes from, as the distribution's default origin."
  type        = string
}

variable "aliases" {
  description = "Names of the site, such as shop.example; they need certificate_arn."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "Certificate of these names in us-east-1; null for CloudFront's own name only."
  type        = string
  default     = null
}

variable "dashboard_host" {
  description = "Name of LiveInsight's dashboard, which serves /li.js."
  type        = string
}

variable "collector_host" {
  description = "Name of the collector's API: ID.execute-api.REGION.amazonaws.com. Its endpoint must be REGIONAL."
  type        = string
}

variable "collector_path" {
  description = "Stage of the API as a path; empty for a custom domain that is mapped to the stage."
  type        = string
  default     = "/api"

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_-]+)?$", var.collector_path))
    error_message = "The stage is one slash and its name, such as /api, or empty."
  }
}

variable "origin_secret" {
  description = "What CloudFront says to the collector to prove who asks, LIVEINSIGHT_PROXY_SECRET there: 32 random characters or more."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.origin_secret) >= 32
    error_message = "The secret has 32 characters or more; `openssl rand -hex 32` makes one."
  }
}
