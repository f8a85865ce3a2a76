variable "name" {
  description = "Name of the bucket."
  type        = string
}

variable "force_destroy" {
  description = "Whether the bucket may be deleted with what is in it."
  type        = bool
}

variable "versioned" {
  description = "Whether what is replaced or deleted is kept for a month."
  type        = bool
  default     = true
}

variable "own_key" {
  description = "Whether a key of ours encrypts it; known while planning, which the key is not. Otherwise S3's."
  type        = bool
}

variable "kms_key_arn" {
  description = "That key."
  type        = string
  default     = ""
}

variable "expiry" {
  description = "Name of a rule → beginning of the keys of objects that it deletes, after so many days."
  type        = map(object({ prefix = string, days = number }))
  default     = {}
}

variable "policies" {
  description = "Policies (JSON) of who may use it besides the roles of this account."
  type        = list(string)
  default     = []
}
