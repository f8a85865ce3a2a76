variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "enabled" {
  description = "Whether there are daily backups, beside point-in-time recovery."
  type        = bool
}

variable "table_arns" {
  description = "Tables to keep copies of."
  type        = map(string)
}

variable "archive" {
  description = "The bucket of the history: its name and ARN."
  type        = object({ bucket = string, arn = string })
}

variable "kms_key_arn" {
  description = "Key that encrypts the backups."
  type        = string
}

variable "retention_days" {
  description = "How long daily backups are kept."
  type        = number
}

variable "monthly_retention_days" {
  description = "How long monthly backups are kept; 0: there are none."
  type        = number
}

variable "vault_lock" {
  description = "Whether nobody may delete backups before their time."
  type        = bool
}

variable "copy" {
  description = "Whether backups and archive are copied to the region of the provider `aws.copies`."
  type        = bool
}

variable "restore_rehearsal_enabled" {
  description = "Whether a monthly restore proves that the backups can be read."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether vaults and copies refuse to be emptied."
  type        = bool
}

variable "failure_alarm" {
  description = "Whether an alarm stands for a day after a backup failed; of each failure the topic is told in any case."
  type        = bool
}

variable "alarm_topic_arn" {
  description = "Who is told when a backup fails."
  type        = string
}
