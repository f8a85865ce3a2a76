# The tables as the PynamoDB models say: shape.json is written from them by `make shape`.

locals {
  shape       = jsondecode(file("${path.module}/shape.json"))
  provisioned = var.billing_mode == "PROVISIONED"

  # Each table's reads and writes scale by themselves.
  scaled = !local.provisioned || !var.table_auto_scaling_enabled ? {} : {
    for pair in setproduct(keys(local.shape.tables), ["Read", "Write"]) : "${pair[0]}${pair[1]}" => {
      table     = pair[0]
      dimension = pair[1]
    }
  }
}

resource "aws_dynamodb_table" "this" {
  for_each = local.shape.tables

  name                        = "${var.name}-${each.key}"
  billing_mode                = var.billing_mode
  read_capacity               = local.provisioned ? var.capacity.least : null
  write_capacity              = local.provisioned ? var.capacity.least : null
  hash_key                    = each.value.hash_key
  range_key                   = each.value.range_key
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = each.value.hash_key
    type = "S"
  }

  attribute {
    name = each.value.range_key
    type = "S"
  }

  ttl {
    attribute_name = each.value.ttl
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.this.arn
  }

  lifecycle {
    # Auto scaling moves these; a plan must not move them back.
    ignore_changes = [read_capacity, write_capacity]
  }
}

resource "aws_appautoscaling_target" "table" {
  for_each = local.scaled

  service_namespace  = "dynamodb"
  resource_id        = "table/${aws_dynamodb_table.this[each.value.table].name}"
  scalable_dimension = "dynamodb:table:${each.value.dimension}CapacityUnits"
  min_capacity       = var.capacity.least
  max_capacity       = var.capacity.most
}

resource "aws_appautoscaling_policy" "table" {
  for_each = local.scaled

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.table[each.key].service_namespace
  resource_id        = aws_appautoscaling_target.table[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.table[each.key].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDB${each.value.dimension}CapacityUtilization"
    }
  }
}
