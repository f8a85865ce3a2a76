# The load balancer with two target groups, blue and green. `make blue-green` moves the weights between them, so a
# plan leaves the weights alone.

locals {
  colours = ["blue", "green"]
  port    = 8000

  # The listener that answers; the other one, if there is one, sends there.
  serving = var.tls ? "https" : "http"

  # The stream of the live page says something every 15 s; longer silence is a dead connection.
  idle_timeout_s = 60
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.behind_cloudfront ? 1 : 0

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

# Behind CloudFront the load balancer has private addresses only, which nobody reaches but a VPC origin of this account.
# What comes through it counts as CloudFront's prefix list. That is 55 of the 60 rules that a security group may have, so
# it is used for one port only: the one that CloudFront asks.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each = toset(var.behind_cloudfront ? [var.tls ? "443" : "80"] : var.tls ? ["80", "443"] : ["80"])

  security_group_id = aws_security_group.load_balancer.id
  description       = var.behind_cloudfront ? "From CloudFront" : "From anywhere"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
  cidr_ipv4         = var.behind_cloudfront ? null : "0.0.0.0/0"
  prefix_list_id    = var.behind_cloudfront ? data.aws_ec2_managed_prefix_list.cloudfront[0].id : null
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
  internal                   = var.behind_cloudfront
  subnets                    = var.behind_cloudfront ? var.network.private_subnet_ids : var.network.public_subnet_ids
  idle_timeout               = local.idle_timeout_s
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection

  dynamic "access_logs" {
    for_each = var.access_logs_enabled ? [1] : []

    content {
      bucket  = module.access_logs[0].name
      enabled = true
    }
  }

  # Writing there is tried at once.
  depends_on = [module.access_logs]
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

# Nothing is forwarded but by the rule below.
resource "aws_lb_listener" "this" {
  #checkov:skip=CKV_AWS_2:Port 80 leads to 443 wherever there is a domain; without one no certificate can be had
  #checkov:skip=CKV_AWS_103:As above; where there is a certificate the policy asks for TLS 1.2

  for_each = var.tls ? { http = 80, https = 443 } : { http = 80 }

  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = upper(each.key)
  ssl_policy        = each.key == "https" ? "ELBSecurityPolicy-TLS13-1-2-2021-06" : null
  certificate_arn   = each.key == "https" ? var.certificate_arn : null

  dynamic "default_action" {
    for_each = each.key == local.serving ? [] : [1]

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
    for_each = each.key == local.serving ? [1] : []

    content {
      type = "fixed-response"

      fixed_response {
        content_type = "text/plain"
        message_body = "Forbidden"
        status_code  = "403"
      }
    }
  }
}

# The one rule that forwards, and so the place of the weights. Rules of a switch of colours come before it.
resource "aws_lb_listener_rule" "traffic" {
  listener_arn = aws_lb_listener.this[local.serving].arn
  priority     = 100

  action {
    type = "forward"

    forward {
      dynamic "target_group" {
        for_each = aws_lb_target_group.this

        content {
          arn    = target_group.value.arn
          weight = target_group.key == "blue" ? 100 : 0
        }
      }
    }
  }

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}
