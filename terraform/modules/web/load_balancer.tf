# The load balancer with two target groups, blue and green. `make blue-green` moves the weights between them, so a
# plan leaves the weights alone.

locals {
  colours = ["blue", "green"]
  port    = 8000

  # The stream of the live page says something every 15 s; longer silence is a dead connection.
  idle_timeout_s = 60
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.cloudfront_only ? 1 : 0

  name = "com.amazonaws.global.cloudfront.origin-facing"
}

resource "aws_security_group" "load_balancer" {
  name_prefix = "${var.name}-alb-"
  description = "Load balancer: web from outside, tasks inside"
  vpc_id      = var.network.vpc_id

  tags = { Name = "${var.name}-alb" }

  lifecycle {
    create_before_destroy = true
  }
}

# CloudFront's prefix list counts as 55 of the 60 rules that a security group may have, so it is used for one port
# only: the one that CloudFront asks.
resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each = toset(var.cloudfront_only ? [var.tls ? "443" : "80"] : var.tls ? ["80", "443"] : ["80"])

  security_group_id = aws_security_group.load_balancer.id
  description       = var.cloudfront_only ? "From CloudFront" : "From anywhere"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
  cidr_ipv4         = var.cloudfront_only ? null : "0.0.0.0/0"
  prefix_list_id    = var.cloudfront_only ? data.aws_ec2_managed_prefix_list.cloudfront[0].id : null
}

resource "aws_vpc_security_group_egress_rule" "to_tasks" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "To the tasks"
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = aws_security_group.tasks.id
}

resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_20:Port 80 redirects to 443 wherever there is a domain; without one no certificate can be had
  #checkov:skip=CKV2_AWS_28:The module edge puts WAF in front of CloudFront, or of this where there is none

  name                       = "${var.name}-alb"
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.load_balancer.id]
  subnets                    = var.network.public_subnet_ids
  idle_timeout               = local.idle_timeout_s
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection

  dynamic "access_logs" {
    for_each = var.access_logs_enabled ? [1] : []

    content {
      bucket  = aws_s3_bucket.logs[0].bucket
      enabled = true
    }
  }

  depends_on = [aws_s3_bucket_policy.logs]
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; tasks are reached from there alone, inside the VPC

  for_each = toset(local.colours)

  name                 = "${var.name}-${each.key}"
  port                 = local.port
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.network.vpc_id
  deregistration_delay = 30

  health_check {
    path                = "/health/"
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "http" {
  #checkov:skip=CKV_AWS_103:Redirects to the listener with TLS wherever there is a domain

  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  dynamic "default_action" {
    for_each = var.tls ? [1] : []

    content {
      type = "redirect"

      redirect {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
  }

  dynamic "default_action" {
    for_each = var.tls ? [] : [1]

    content {
      type = "forward"

      forward {
        target_group {
          arn    = aws_lb_target_group.this["blue"].arn
          weight = 100
        }

        target_group {
          arn    = aws_lb_target_group.this["green"].arn
          weight = 0
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [default_action]
  }
}

resource "aws_lb_listener" "https" {
  count = var.tls ? 1 : 0

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.this["blue"].arn
        weight = 100
      }

      target_group {
        arn    = aws_lb_target_group.this["green"].arn
        weight = 0
      }
    }
  }

  lifecycle {
    ignore_changes = [default_action]
  }
}
