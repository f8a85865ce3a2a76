# Two dashboards: how the system is, and (advanced) how the business is.

locals {
  region = data.aws_region.current.name

  # Three widgets a row, each 8 × 6.
  system_widgets = [
    { title = "Collector: requests and errors", stat = "Sum", metrics = [
      for metric in ["Count", "4XXError", "5XXError"] : concat(["AWS/ApiGateway", metric], local.api_dimensions)
    ] },
    { title = "Collector: latency (p50, p95)", stat = "p95", metrics = [
      concat(["AWS/ApiGateway", "Latency"], local.api_dimensions, [{ stat = "p50" }]),
      concat(["AWS/ApiGateway", "Latency"], local.api_dimensions, [{ stat = "p95" }]),
    ] },
    { title = "Lambdas: errors and throttles", stat = "Sum", metrics = [
      for pair in setproduct(values(var.collector.functions), ["Errors", "Throttles"]) : ["AWS/Lambda", pair[1], "FunctionName", pair[0]]
    ] },
    { title = "Lambdas: duration (p95)", stat = "p95", metrics = [
      for function in values(var.collector.functions) : ["AWS/Lambda", "Duration", "FunctionName", function]
    ] },
    { title = "Tables: units written", stat = "Sum", metrics = [
      for table in values(var.tables) : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", table.name]
    ] },
    { title = "Tables: units read", stat = "Sum", metrics = [
      for table in values(var.tables) : ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", table.name]
    ] },
    { title = "Tasks: CPU", stat = "Average", metrics = [
      for service in values(var.web.services) : ["AWS/ECS", "CPUUtilization", "ClusterName", var.web.cluster, "ServiceName", service]
    ] },
    { title = "Tasks: memory", stat = "Average", metrics = [
      for service in values(var.web.services) : ["AWS/ECS", "MemoryUtilization", "ClusterName", var.web.cluster, "ServiceName", service]
    ] },
    { title = "Load balancer: answers", stat = "Sum", metrics = [
      for metric in ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"] :
      ["AWS/ApplicationELB", metric, "LoadBalancer", var.web.load_balancer_arn_suffix]
    ] },
  ]

  business_widgets = [
    { title = "Events counted and left out", stat = "Sum", metrics = [
      for metric in ["EventsAccepted", "EventsDropped"] : [var.namespace, metric, "Service", "collector"]
    ] },
    { title = "Beacons refused", stat = "Sum", metrics = [[var.namespace, "BeaconsRefused", "Service", "collector"]] },
    { title = "Time for a beacon (p50, p95)", stat = "p95", metrics = [
      [var.namespace, "BeaconLatency", "Service", "collector", { stat = "p50" }],
      [var.namespace, "BeaconLatency", "Service", "collector", { stat = "p95" }],
    ] },
    { title = "Errors in logs", stat = "Sum", metrics = [
      for name, metric in local.log_metrics : [metric.namespace, name] if endswith(name, "Errors")
    ] },
    { title = "Sites being looked at", stat = "Sum", metrics = [
      ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", var.web.load_balancer_arn_suffix],
    ] },
  ]

  # Out of the collector's log, where they cost nothing until somebody looks: as metrics, each would be paid for.
  drop_reasons = [
    "bot", "spam_referrer", "excluded_address", "excluded_path", "invalid_url", "invalid_revenue", "too_old", "in_future", "duplicate_id",
    "invalid_event",
  ]
  drops_widget = {
    type = "log", x = 16, y = 6, width = 8, height = 6
    properties = {
      title = "Why events are left out", region = local.region, view = "timeSeries", stacked = true
      query = join(" | ", [
        "SOURCE '${var.collector.log_groups["collector"]}'",
        "filter EventsDropped > 0",
        "stats ${join(", ", [for reason in local.drop_reasons : "sum(dropped.${reason}) as ${reason}"])} by bin(1h)",
      ])
    }
  }

  api_dimensions = ["ApiName", var.collector.api_name, "Stage", var.collector.api_stage]
}

resource "aws_cloudwatch_dashboard" "system" {
  dashboard_name = "${var.name}-dashboard"

  dashboard_body = jsonencode({
    widgets = [for place, widget in local.system_widgets : {
      type = "metric", x = place % 3 * 8, y = floor(place / 3) * 6, width = 8, height = 6
      properties = {
        title = widget.title, region = local.region, stat = widget.stat, period = 300, view = "timeSeries", metrics = widget.metrics
      }
    }]
  })
}

resource "aws_cloudwatch_dashboard" "business" {
  count = local.advanced ? 1 : 0

  dashboard_name = "${var.name}-BusinessMetrics"

  dashboard_body = jsonencode({
    widgets = concat([local.drops_widget], [for place, widget in local.business_widgets : {
      type = "metric", x = place % 3 * 8, y = floor(place / 3) * 6, width = 8, height = 6
      properties = {
        title = widget.title, region = local.region, stat = widget.stat, period = 300, view = "timeSeries", metrics = widget.metrics
      }
    }])
  })
}
