variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "network" {
  description = "Where load balancer and tasks are."
  type = object({
    vpc_id               = string
    public_subnet_ids    = list(string)
    private_subnet_ids   = list(string)
    task_subnet_ids      = list(string)
    tasks_need_public_ip = bool
  })
}

variable "certificate_arn" {
  description = "Certificate of the load balancer; empty: plain HTTP."
  type        = string
}

variable "tls" {
  description = "Whether the load balancer has a certificate; known while planning, which its ARN is not."
  type        = bool
}

variable "behind_cloudfront" {
  description = "Whether the load balancer is reached by CloudFront alone, and so has no public addresses."
  type        = bool
}

variable "image_tag" {
  description = "Version of the image that a first deployment runs; empty while there is none: then no task is started."
  type        = string
}

variable "desired_count" {
  description = "Tasks at first, once there is an image."
  type        = number
}

variable "spot" {
  description = "Whether tasks run on what AWS has to spare."
  type        = bool
}

variable "task_size" {
  description = "CPU units and memory (MiB) of a task."
  type        = object({ cpu = number, memory = number })
}

variable "auto_scaling_enabled" {
  description = "Whether the tasks follow the load."
  type        = bool
}

variable "environment_variables" {
  description = "Settings of the dashboard, by name."
  type        = map(string)
}

variable "secret_key_parameter_arn" {
  description = "The parameter with what signs log-ins."
  type        = string
}

variable "data" {
  description = "What the dashboard reads and writes."
  type = object({
    table_arns         = map(string)
    archive_bucket_arn = string
    kms_key_arn        = string
    athena_workgroup   = string
    athena_database    = string
  })
}

variable "athena" {
  description = "Whether Athena answers questions about the past."
  type        = bool
}

variable "x_ray_tracing" {
  description = "Whether tasks may write traces."
  type        = bool
}

variable "access_logs_enabled" {
  description = "Whether the load balancer logs requests to S3."
  type        = bool
}

variable "container_insights" {
  description = "Whether ECS measures every task (monitoring level advanced)."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether load balancer and images refuse to be deleted."
  type        = bool
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
}
