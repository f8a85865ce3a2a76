output "domain_name" {
  description = "CloudFront's name of the distribution; the site's own names point to it."
  value       = aws_cloudfront_distribution.site.domain_name
}

output "snippet" {
  description = "What goes into the pages, with the site's key in place of SITE_KEY."
  value       = "<script defer src=\"${var.prefix}/li.js\" data-site=\"SITE_KEY\" data-api=\"${var.prefix}\"></script>"
}
