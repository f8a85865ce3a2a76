// CloudFront Function: the collector and the dashboard know nothing of the prefix under which a site has them.
// Terraform fills the prefix in.
const PREFIX = "${prefix}";

function handler(event) {
  const request = event.request;
  if (request.uri.startsWith(PREFIX + "/")) {
    request.uri = request.uri.slice(PREFIX.length);
  }
  return request;
}
