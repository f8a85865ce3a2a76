# Values of the placeholders in liveinsight-http.conf and liveinsight-server.conf; put your own between the last two bars.

# Path on the site below which everything lies. Lists of ad blockers know common names; choose your own.
s|${LI_PREFIX}|/li|g

# The dashboard, which serves /li.js.
s|${LI_DASHBOARD_HOST}|stats.shop.example|g
s|${LI_DASHBOARD_PORT}|443|g

# The collector's API, and its stage as a path (nothing for a custom domain that is mapped to the stage).
s|${LI_COLLECTOR_HOST}|abc123.execute-api.eu-west-1.amazonaws.com|g
s|${LI_COLLECTOR_PORT}|443|g
s|${LI_COLLECTOR_PATH}|/api|g

# Certificates that the two are checked against: those of the system.
s|${LI_CA_FILE}|/etc/ssl/certs/ca-certificates.crt|g

# Where nginx keeps the script. It makes this folder, but not the one above it.
s|${LI_CACHE_DIR}|/var/lib/nginx/liveinsight|g
