#!/usr/bin/env bash
# Makes the bucket that keeps Terraform's state, and envs/ENV.backend.hcl, which names it:
#
#   terraform/bootstrap.sh ENV
#   terraform -chdir=terraform init -backend-config=envs/ENV.backend.hcl
#
# May be repeated: it brings what is there into the same state. PROJECT_NAME and AWS_REGION choose other names than
# LiveInsight in us-east-1. Credentials come from where the aws command line has them.
set -euo pipefail

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0"
}

fail() {
  echo "bootstrap: $*" >&2
  exit 1
}

bucket_exists() {
  local said
  said=$(aws s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account" 2>&1) && return 0
  case $said in
    *404* | *'Not Found'*) return 1 ;;
    *403* | *Forbidden*) fail "the bucket $bucket belongs to another account; choose another PROJECT_NAME" ;;
    *) fail "cannot look for the bucket $bucket: $said" ;;
  esac
}

make_bucket() {
  if [ "$region" = us-east-1 ]; then
    aws s3api create-bucket --bucket "$bucket" --region "$region" >/dev/null
  else
    aws s3api create-bucket --bucket "$bucket" --region "$region" \
      --create-bucket-configuration "LocationConstraint=$region" >/dev/null
  fi
}

# Old versions are what a broken or lost state is brought back from.
protect_bucket() {
  aws s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
  aws s3api put-bucket-ownership-controls --bucket "$bucket" --ownership-controls \
    'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
  aws s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled
  aws s3api put-bucket-encryption --bucket "$bucket" --server-side-encryption-configuration \
    '{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}'
  aws s3api put-bucket-lifecycle-configuration --bucket "$bucket" --lifecycle-configuration \
    '{"Rules": [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""},
      "NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 20},
      "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]}' >/dev/null
  aws s3api put-bucket-policy --bucket "$bucket" --policy "{
    \"Version\": \"2012-10-17\",
    \"Statement\": [{
      \"Sid\": \"TlsOnly\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\",
      \"Resource\": [\"arn:$partition:s3:::$bucket\", \"arn:$partition:s3:::$bucket/*\"],
      \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"false\"}}
    }]
  }"
}

write_backend() {
  cat >"$file" <<HCL
# Written by bootstrap.sh. Holds no secret; keep it with the environment's settings.
bucket       = "$bucket"
key          = "$environment/terraform.tfstate"
region       = "$region"
encrypt      = true
use_lockfile = true
HCL
}

environment=${1:-}
case $environment in
  -h | --help) usage && exit 0 ;;
  '') usage >&2 && exit 2 ;;
  *[!a-z0-9-]*) fail "'$environment' is no name of an environment; use lower-case letters, digits and hyphens" ;;
esac
command -v aws >/dev/null || fail "the aws command line is not installed; see https://docs.aws.amazon.com/cli/"

project=$(tr '[:upper:]' '[:lower:]' <<<"${PROJECT_NAME:-LiveInsight}")
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}
export AWS_DEFAULT_REGION=$region
read -r account arn < <(aws sts get-caller-identity --query '[Account, Arn]' --output text) || true
[ -n "${account:-}" ] || fail "AWS does not know who you are; log in (aws sso login, aws configure) and try again"
partition=$(cut -d: -f2 <<<"$arn")
bucket=$project-terraform-state-$account
folder=$(cd "$(dirname "$0")" && pwd)/envs
file=$folder/$environment.backend.hcl

if bucket_exists; then
  echo "The bucket $bucket is there"
else
  echo "Making the bucket $bucket in $region"
  make_bucket
fi
protect_bucket
mkdir -p "$folder"
write_backend
echo "Wrote ${file#"$PWD"/}; go on with: terraform -chdir=terraform init -backend-config=envs/$environment.backend.hcl"
