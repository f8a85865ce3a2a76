terraform {
  # 1.10 brought locking by S3 alone, without a table of its own; 1.11 values that are written but never stored.
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # Bucket, key and region come from `terraform init -backend-config=…`; see docs/operations/infrastructure.md.
  backend "s3" {}
}
