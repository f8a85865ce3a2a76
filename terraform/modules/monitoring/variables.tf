variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "level" {
  description = "`basic`: alarms and a dashboard; `advanced`: also metrics out of logs and the business dashboard."
  type        = string
}

variable "namespace" {
  description = "CloudWatch namespace of the collector's own metrics."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts notifications."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms; empty: nobody yet."
  type        = string
}

variable "monthly_budget_usd" {
  description = "Limit of the monthly bill that is watched; 0: none."
  type        = number
}

variable "x_ray" {
  description = "Whether requests are traced, and which share of them."
  type        = object({ enabled = bool, rate = number })
}

variable "collector" {
  description = "Names as Chalice makes them: the API and its stage, functions, their log groups and time-outs (ms)."
  type = object({
    api_name   = string
    api_stage  = string
    functions  = map(string)
    log_groups = map(string)
    timeouts   = map(number)
  })
}

variable "tables" {
  description = "Table without prefix → its name, and what dashboard and collector ask of it."
  type        = map(object({ name = string, operations = set(string) }))
}

variable "web" {
  description = "Cluster, services by colour, log group, and load balancer and target groups as CloudWatch names them."
  type = object({
    cluster                   = string
    services                  = map(string)
    log_group                 = string
    load_balancer_arn_suffix  = string
    target_group_arn_suffixes = map(string)
  })
}
