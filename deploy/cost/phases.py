"""The user's phases."""

INGESTION = "1–5 Serverless ingestion"
WEB = "6 Web application"
MONITORING = "7 Advanced monitoring"
EDGE = "8 Production security and domain"
BACKUP = "9 Backup and disaster recovery"
PHASES = (INGESTION, WEB, MONITORING, EDGE, BACKUP)
