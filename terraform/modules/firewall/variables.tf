variable "name" {
  description = "Name of the web ACL."
  type        = string
}

variable "scope" {
  description = "CLOUDFRONT (with a provider of us-east-1) or REGIONAL."
  type        = string
}
