provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.tags
  }
}

# CloudFront takes certificates and web ACLs from this region only, whatever region the rest is in.
provider "aws" {
  alias  = "global"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}

# Where copies of the backups go.
provider "aws" {
  alias  = "copies"
  region = coalesce(var.backup_copy_region, var.aws_region)

  default_tags {
    tags = local.tags
  }
}
