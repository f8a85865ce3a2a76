terraform {
  # 1.10 brought locking by S3 alone: no table of its own is needed for the state.
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # Bucket, key and region come from `terraform init -backend-config=…`; see docs/operations/infrastructure.md.
  backend "s3" {}
}
