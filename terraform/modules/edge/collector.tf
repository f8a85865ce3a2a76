# What Chalice cannot set for the API that it makes.

resource "aws_api_gateway_method_settings" "collector" {
  count = var.collector.deployed ? 1 : 0

  rest_api_id = var.collector.api_id
  stage_name  = var.collector.stage
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_burst_limit = var.collector.burst
    throttling_rate_limit  = var.collector.rate
  }
}
