# The network by itself.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name               = "LiveInsight"
  cidr               = "10.0.0.0/16"
  nat_gateway_count  = 2
  flow_logs_enabled  = true
  log_retention_days = 30
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/k"
}

run "network_two_gateways" {
  command = plan

  module {
    source = "./modules/network"
  }

  assert {
    condition     = aws_vpc.this.cidr_block == "10.0.0.0/16"
    error_message = "The VPC has the addresses that were given."
  }

  assert {
    condition     = aws_subnet.public[*].cidr_block == ["10.0.1.0/24", "10.0.2.0/24"] && aws_subnet.private[*].cidr_block == ["10.0.11.0/24", "10.0.12.0/24"]
    error_message = "There are two public and two private subnets, each of 256 addresses."
  }

  assert {
    condition     = aws_subnet.public[*].availability_zone == ["us-east-1a", "us-east-1b"] && aws_subnet.private[*].availability_zone == ["us-east-1a", "us-east-1b"]
    error_message = "Each kind of subnet lies in both zones."
  }

  assert {
    condition     = alltrue([for subnet in concat(aws_subnet.public, aws_subnet.private) : subnet.map_public_ip_on_launch != true])
    error_message = "Nothing that is started in a subnet gets a public address unasked."
  }

  assert {
    condition     = [for place in range(2) : aws_route.nat[place].nat_gateway_id] == [for place in range(2) : aws_nat_gateway.this[place].id]
    error_message = "Each zone leaves by its own gateway."
  }

  assert {
    condition     = output.task_subnet_ids == aws_subnet.private[*].id && !output.tasks_need_public_ip
    error_message = "Tasks run in the private subnets and have no public addresses."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.gateway)) == toset(["s3", "dynamodb"]) && alltrue([for endpoint in aws_vpc_endpoint.gateway : endpoint.vpc_endpoint_type == "Gateway" && length(endpoint.route_table_ids) == 3])
    error_message = "S3 and DynamoDB are reached by gateway endpoints from all subnets."
  }

  assert {
    condition     = aws_default_security_group.locked.vpc_id == aws_vpc.this.id
    error_message = "The default security group is taken over and has no rules."
  }

  assert {
    condition     = aws_flow_log.rejected[0].traffic_type == "REJECT" && aws_cloudwatch_log_group.flow_logs[0].kms_key_id == var.kms_key_arn
    error_message = "Rejected connections are logged, encrypted."
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.flow_logs_write[0].statement : alltrue([for action in statement.actions : !strcontains(action, "*")]) && !contains(statement.resources, "*")])
    error_message = "Flow logs may write to their own log group only."
  }
}

run "network_one_gateway" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    nat_gateway_count = 1
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.nat) == 2 && alltrue([for route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.this[0].id])
    error_message = "Both zones leave by the only gateway."
  }
}

run "network_no_gateway" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    nat_gateway_count = 0
    flow_logs_enabled = false
  }

  assert {
    condition     = length(aws_nat_gateway.this) + length(aws_eip.nat) + length(aws_route.nat) == 0
    error_message = "There is no gateway, no address for one and no route to one."
  }

  assert {
    condition     = output.task_subnet_ids == aws_subnet.public[*].id && output.tasks_need_public_ip
    error_message = "Tasks run in the public subnets, with addresses of their own."
  }

  assert {
    condition     = length(aws_flow_log.rejected) + length(aws_cloudwatch_log_group.flow_logs) + length(aws_iam_role.flow_logs) == 0
    error_message = "Nothing is left of flow logs."
  }
}
