# The dashboard on Fargate: two services, of which one has the traffic. `make blue-green` changes task definition and
# number of tasks, so a plan leaves these alone. Before the first image is in the repository no task is asked for:
# one that cannot be pulled would be started over and over, until the circuit breaker gave up on the service.

data "aws_region" "current" {}

locals {
  # Where the container may write: its root file system is read-only.
  scratch = "/scratch"

  # One process for each GB: a worker holds the history's prepared columns in memory.
  workers = max(1, floor(var.task_size.memory / 2048))

  # What is left of that beside 200 MB of each process, 512 MB of preparing files (docs/scale.md), and a tenth for air:
  # a question that wants more is refused, where a task without memory would be killed with all its questions.
  query_memory_mb = floor((var.task_size.memory * 0.9 - 512) / local.workers - 200)

  services = { blue = "${var.name}-service", green = "${var.name}-service-green" }
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/ecs/${lower(var.name)}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.data.kms_key_arn
}

resource "aws_ecs_cluster" "this" {
  #checkov:skip=CKV_AWS_65:On with monitoring_level = advanced; each task is paid for as several metrics

  name = "${var.name}-cluster"

  setting {
    name  = "containerInsights"
    value = var.container_insights ? "enabled" : "disabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "spot" {
  count = var.spot ? 1 : 0

  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE_SPOT"]
}

resource "aws_ecs_task_definition" "app" {
  family                   = "${var.name}-app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.task_size.cpu
  memory                   = var.task_size.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }

  volume {
    name = "scratch"
  }

  container_definitions = jsonencode([{
    name                   = "app"
    image                  = "${aws_ecr_repository.app.repository_url}:${coalesce(var.image_tag, "none")}"
    essential              = true
    readonlyRootFilesystem = true
    user                   = "10001:10001"
    portMappings           = [{ containerPort = local.port, protocol = "tcp" }]
    mountPoints            = [{ sourceVolume = "scratch", containerPath = local.scratch, readOnly = false }]
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    stopTimeout            = 30

    environment = [for name, value in merge(var.environment_variables, {
      PORT                        = tostring(local.port)
      WEB_CONCURRENCY             = tostring(local.workers)
      TMPDIR                      = local.scratch
      LIVEINSIGHT_HISTORY_FOLDER  = "${local.scratch}/history"
      FORWARDED_ALLOW_IPS         = "*"
      LIVEINSIGHT_QUERY_MEMORY_MB = tostring(local.query_memory_mb)
    }) : { name = name, value = value }]

    secrets = [{ name = "LIVEINSIGHT_SECRET_KEY", valueFrom = var.secret_key_parameter_arn }]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.app.name
        awslogs-region        = data.aws_region.current.name
        awslogs-stream-prefix = "app"
      }
    }
  }])
}

resource "aws_security_group" "tasks" {
  name_prefix = "${var.name}-tasks-"
  description = "Tasks of the dashboard: reached by the load balancer only"
  vpc_id      = var.network.vpc_id

  tags = { Name = "${var.name}-tasks" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "from_load_balancer" {
  security_group_id            = aws_security_group.tasks.id
  description                  = "From the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = aws_security_group.load_balancer.id
}

resource "aws_vpc_security_group_egress_rule" "to_aws" {
  security_group_id = aws_security_group.tasks.id
  description       = "To AWS: tables, archive, images, logs"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "this" {
  for_each = local.services

  name            = each.value
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = var.spot ? null : "FARGATE"
  desired_count   = each.key == "blue" && var.image_tag != "" ? var.desired_count : 0

  # The history is opened by the first request; a minute is enough for that.
  health_check_grace_period_seconds  = 60
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.spot ? ["FARGATE_SPOT"] : []

    content {
      capacity_provider = capacity_provider_strategy.value
      weight            = 1
    }
  }

  network_configuration {
    subnets          = var.network.task_subnet_ids
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = var.network.tasks_need_public_ip
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this[each.key].arn
    container_name   = "app"
    container_port   = local.port
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }

  depends_on = [aws_lb_listener_rule.traffic, aws_iam_role_policy.execution, aws_ecs_cluster_capacity_providers.spot]
}

resource "aws_appautoscaling_target" "service" {
  for_each = var.auto_scaling_enabled ? local.services : {}

  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this[each.key].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = each.key == "blue" ? 1 : 0
  max_capacity       = 4

  lifecycle {
    # A switch of colours swaps the least numbers.
    ignore_changes = [min_capacity]
  }
}

resource "aws_appautoscaling_policy" "cpu" {
  for_each = aws_appautoscaling_target.service

  name               = "${var.name}-cpu-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 70
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
