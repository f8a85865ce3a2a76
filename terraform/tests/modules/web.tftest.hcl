# Dashboard, load balancer, registry and the roles of the tasks.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name = "LiveInsight"
  network = {
    vpc_id               = "vpc-0123456789abcdef0"
    public_subnet_ids    = ["subnet-1", "subnet-2"]
    private_subnet_ids   = ["subnet-11", "subnet-12"]
    task_subnet_ids      = ["subnet-11", "subnet-12"]
    tasks_need_public_ip = false
  }
  tls                      = true
  certificate_arn          = "arn:aws:acm:us-east-1:123456789012:certificate/c"
  behind_cloudfront        = true
  image_tag                = "v1.2.0"
  desired_count            = 2
  spot                     = false
  task_size                = { cpu = 1024, memory = 4096 }
  auto_scaling_enabled     = true
  environment_variables    = { LIVEINSIGHT_PROJECT_NAME = "LiveInsight" }
  secret_key_parameter_arn = "arn:aws:ssm:us-east-1:123456789012:parameter/LiveInsight/secret-key"
  data = {
    table_arns         = { for name in ["Events", "Sessions", "ActiveSessions", "Settings"] : name => "arn:aws:dynamodb:us-east-1:123456789012:table/LiveInsight-${name}" }
    archive_bucket_arn = "arn:aws:s3:::archive"
    kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/k"
    athena_workgroup   = "LiveInsight"
    athena_database    = "liveinsight"
  }
  athena              = true
  x_ray_tracing       = true
  access_logs_enabled = true
  container_insights  = true
  deletion_protection = true
  log_retention_days  = 30
}

run "web" {
  command = plan

  module {
    source = "./modules/web"
  }

  assert {
    condition = [
      output.cluster_name, output.service_names["blue"], aws_lb.this.name, aws_ecr_repository.app.name, output.log_group,
    ] == ["LiveInsight-cluster", "LiveInsight-service", "LiveInsight-alb", "liveinsight-app", "/ecs/liveinsight"]
    error_message = "Cluster, service, load balancer, repository and log group are called as always."
  }

  assert {
    condition     = aws_lb.this.enable_deletion_protection && aws_lb.this.drop_invalid_header_fields && aws_lb.this.access_logs[0].enabled
    error_message = "The load balancer is protected against deletion, and logs."
  }

  assert {
    condition     = aws_lb.this.internal && toset(aws_lb.this.subnets) == toset(var.network.private_subnet_ids)
    error_message = "Behind CloudFront the load balancer has private addresses only."
  }

  assert {
    condition     = aws_lb_listener.this["http"].default_action[0].type == "redirect" && aws_lb_listener.this["http"].default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "Plain HTTP is sent on to TLS."
  }

  assert {
    condition     = startswith(aws_lb_listener.this["https"].ssl_policy, "ELBSecurityPolicy-TLS13-1-2") && aws_lb_listener.this["https"].certificate_arn == var.certificate_arn && aws_lb_listener.this["https"].port == 443
    error_message = "TLS 1.2 or newer, with the certificate that was given."
  }

  assert {
    condition     = [for action in aws_lb_listener.this["https"].default_action : action.fixed_response[0].status_code] == ["403"]
    error_message = "What no rule forwards is refused."
  }

  assert {
    condition     = output.listener_arn == aws_lb_listener.this["https"].arn && aws_lb_listener_rule.traffic.listener_arn == aws_lb_listener.this["https"].arn && output.traffic_rule_arn == aws_lb_listener_rule.traffic.arn
    error_message = "The switch of colours happens at the rule of the listener with TLS."
  }

  assert {
    condition     = [for condition in aws_lb_listener_rule.traffic.condition : tolist(condition.path_pattern[0].values)] == [tolist(["/*"])]
    error_message = "All that reaches the load balancer is forwarded by the rule with the weights."
  }

  assert {
    condition     = sort([for group in aws_lb_listener_rule.traffic.action[0].forward[0].target_group : group.weight]) == sort([0, 100])
    error_message = "One colour has the traffic at first, the other none."
  }

  # CloudFront's list counts as 55 of 60 rules.
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.web) == ["443"] && aws_vpc_security_group_ingress_rule.web["443"].prefix_list_id == "pl-3b927c52" && aws_vpc_security_group_ingress_rule.web["443"].cidr_ipv4 == null
    error_message = "Behind CloudFront nobody else can connect, and its list is used once."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_load_balancer.referenced_security_group_id == aws_security_group.load_balancer.id && aws_vpc_security_group_ingress_rule.from_load_balancer.cidr_ipv4 == null
    error_message = "Tasks are reached by the load balancer only."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.this : group.health_check[0].path == "/health/" && group.health_check[0].matcher == "200" && group.target_type == "ip"])
    error_message = "Both colours are asked for /health/."
  }

  assert {
    condition     = aws_ecs_task_definition.app.runtime_platform[0].cpu_architecture == "ARM64" && tonumber(aws_ecs_task_definition.app.cpu) == 1024 && tonumber(aws_ecs_task_definition.app.memory) == 4096
    error_message = "Tasks run on ARM, in the size that was given."
  }

  assert {
    condition = alltrue([
      for container in jsondecode(aws_ecs_task_definition.app.container_definitions) :
      container.readonlyRootFilesystem && container.user == "10001:10001" && contains(container.linuxParameters.capabilities.drop, "ALL") && endswith(container.image, "/liveinsight-app:v1.2.0")
    ])
    error_message = "The container writes nowhere but in its scratch folder, and is not root."
  }

  assert {
    condition = alltrue([
      for container in jsondecode(aws_ecs_task_definition.app.container_definitions) :
      [for secret in container.secrets : secret.valueFrom] == [var.secret_key_parameter_arn] && !contains([for variable in container.environment : variable.name], "LIVEINSIGHT_SECRET_KEY")
    ])
    error_message = "What signs log-ins comes from the parameter, not from the task definition."
  }

  assert {
    condition = [
      for variable in jsondecode(aws_ecs_task_definition.app.container_definitions)[0].environment : variable.value
      if contains(["WEB_CONCURRENCY", "LIVEINSIGHT_QUERY_MEMORY_MB"], variable.name)
    ] == ["1387", "2"]
    error_message = "Two processes of a task with 4 GiB leave so much for questions."
  }

  assert {
    condition     = alltrue([for service in aws_ecs_service.this : service.launch_type == "FARGATE" && length(service.capacity_provider_strategy) == 0]) && length(aws_ecs_cluster_capacity_providers.spot) == 0
    error_message = "Tasks run on machines that nobody takes away."
  }

  assert {
    condition     = { for colour, service in aws_ecs_service.this : colour => service.desired_count } == { blue = 2, green = 0 }
    error_message = "Blue runs the tasks that were asked for, green none."
  }

  assert {
    condition = alltrue([
      for service in aws_ecs_service.this :
      service.deployment_circuit_breaker[0].enable && service.deployment_circuit_breaker[0].rollback && service.deployment_minimum_healthy_percent == 100 && !service.network_configuration[0].assign_public_ip && toset(service.network_configuration[0].subnets) == toset(var.network.task_subnet_ids)
    ])
    error_message = "A deployment that fails is taken back, never has fewer tasks, and tasks have no public addresses."
  }

  assert {
    condition     = alltrue([for target in aws_appautoscaling_target.service : target.max_capacity == 4]) && aws_appautoscaling_target.service["blue"].min_capacity == 1 && alltrue([for policy in aws_appautoscaling_policy.cpu : policy.target_tracking_scaling_policy_configuration[0].target_value == 70])
    error_message = "1 to 4 tasks follow the load, at 70 % CPU."
  }

  assert {
    condition     = aws_ecr_repository.app.image_scanning_configuration[0].scan_on_push && aws_ecr_repository.app.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.app.encryption_configuration[0].encryption_type == "KMS" && !aws_ecr_repository.app.force_delete
    error_message = "Images are scanned, never replaced, encrypted, and not deleted with the repository."
  }

  assert {
    condition     = length(jsondecode(aws_ecr_lifecycle_policy.app.policy).rules) == 2
    error_message = "Old images go."
  }

  assert {
    condition     = one(aws_ecs_cluster.this.setting).value == "enabled"
    error_message = "Level advanced measures every task."
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.access_logs[0].statement : [statement.sid, join(",", statement.actions)]] == [["LoadBalancer", "s3:PutObject"]] && aws_lb.this.access_logs[0].bucket == "liveinsight-access-logs-123456789012"
    error_message = "Only the load balancer writes to the bucket of the access logs, and only objects."
  }

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.task, data.aws_iam_policy_document.execution] : [
        for statement in document.statement : [for action in statement.actions : !strcontains(action, "*")]
      ]
    ]))
    error_message = "No role may do whatever there is."
  }

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.task, data.aws_iam_policy_document.execution] : [
        for statement in document.statement : !contains(statement.resources, "*") || contains(["Registry", "Traces"], statement.sid)
      ]
    ]))
    error_message = "Every permission but logging in to the registry and tracing names what it is about."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.task.statement :
      length(setintersection(statement.resources, [for name in ["Events", "Sessions", "ActiveSessions"] : var.data.table_arns[name]])) == 0 || alltrue([for action in statement.actions : contains(["DescribeTable", "Query"], trimprefix(action, "dynamodb:"))])
    ])
    error_message = "The dashboard reads what visitors did and cannot change it."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.task.statement :
      !anytrue([for action in statement.actions : contains(["s3:PutObject", "s3:DeleteObject"], action)]) || tolist(statement.resources) == tolist(["arn:aws:s3:::archive/athena/*"])
    ])
    error_message = "In the archive it writes answers of Athena only."
  }
}

run "web_plain" {
  command = plan

  module {
    source = "./modules/web"
  }

  variables {
    network = {
      vpc_id               = "vpc-0123456789abcdef0"
      public_subnet_ids    = ["subnet-1", "subnet-2"]
      private_subnet_ids   = ["subnet-11", "subnet-12"]
      task_subnet_ids      = ["subnet-1", "subnet-2"]
      tasks_need_public_ip = true
    }
    tls                  = false
    certificate_arn      = ""
    behind_cloudfront    = false
    image_tag            = ""
    spot                 = true
    auto_scaling_enabled = false
    athena               = false
    x_ray_tracing        = false
    access_logs_enabled  = false
    container_insights   = false
    deletion_protection  = false
  }

  assert {
    condition     = keys(aws_lb_listener.this) == ["http"] && aws_lb_listener.this["http"].protocol == "HTTP" && output.listener_arn == aws_lb_listener.this["http"].arn && aws_lb_listener_rule.traffic.listener_arn == aws_lb_listener.this["http"].arn
    error_message = "Without a certificate the tasks are behind plain HTTP."
  }

  assert {
    condition     = !aws_lb.this.internal && toset(aws_lb.this.subnets) == toset(var.network.public_subnet_ids)
    error_message = "Without CloudFront the load balancer has public addresses."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.web) == ["80"] && aws_vpc_security_group_ingress_rule.web["80"].cidr_ipv4 == "0.0.0.0/0"
    error_message = "Without CloudFront everybody may connect."
  }

  assert {
    condition     = alltrue([for service in aws_ecs_service.this : [for strategy in service.capacity_provider_strategy : strategy.capacity_provider] == ["FARGATE_SPOT"]]) && aws_ecs_cluster_capacity_providers.spot[0].capacity_providers == toset(["FARGATE_SPOT"])
    error_message = "Tasks run on what AWS has to spare."
  }

  assert {
    condition     = alltrue([for service in aws_ecs_service.this : service.desired_count == 0 && service.network_configuration[0].assign_public_ip])
    error_message = "Before the first image no task is asked for; tasks have public addresses when there is no NAT gateway."
  }

  assert {
    condition     = length(aws_appautoscaling_target.service) + length(aws_appautoscaling_policy.cpu) + length(module.access_logs) + length(aws_lb.this.access_logs) == 0
    error_message = "Nothing is left of auto scaling and access logs."
  }

  assert {
    condition     = length(setintersection([for statement in data.aws_iam_policy_document.task.statement : statement.sid], ["Athena", "Glue", "Answers", "Traces"])) == 0
    error_message = "Without Athena and tracing the dashboard has no rights to them."
  }

  assert {
    condition     = !aws_lb.this.enable_deletion_protection && aws_ecr_repository.app.force_delete && one(aws_ecs_cluster.this.setting).value == "disabled"
    error_message = "A throw-away installation can be thrown away."
  }
}
