# What Chalice cannot set for the API that it makes.

resource "aws_api_gateway_method_settings" "collector" {
  #checkov:skip=CKV_AWS_225:Beacons must reach the Lambda; no answer of the collector may be cached

  count = var.collector.deployed ? 1 : 0

  rest_api_id = var.collector.api_id
  stage_name  = var.collector.stage
  method_path = "*/*"

  settings {
    # By method and route: each of these metrics is paid for. The alarms use the stage's, which cost nothing.
    metrics_enabled        = var.collector.detailed_metrics
    throttling_burst_limit = var.collector.burst
    throttling_rate_limit  = var.collector.rate
  }
}
