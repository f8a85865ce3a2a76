"""What is looked at, by the phases in which the installation was built."""

from deploy.doctor.addresses import addresses
from deploy.doctor.alarms import alarms
from deploy.doctor.api import api
from deploy.doctor.archive import archive
from deploy.doctor.backup import backup
from deploy.doctor.edge import edge
from deploy.doctor.finding import Checks
from deploy.doctor.functions import functions
from deploy.doctor.keys import keys
from deploy.doctor.load_balancer import load_balancer
from deploy.doctor.logs import logs
from deploy.doctor.names import names
from deploy.doctor.network import network
from deploy.doctor.progress import progress
from deploy.doctor.tables import tables
from deploy.doctor.tasks import tasks
from deploy.doctor.watching import watching

PHASES: tuple[tuple[str, tuple[Checks, ...]], ...] = (
    ("1-5  Serverless ingestion", (tables, archive, functions, api, progress)),
    ("6  Web application", (network, load_balancer, tasks)),
    ("7  Monitoring", (alarms, watching, logs)),
    ("8  Security and domain", (edge, names, keys)),
    ("9  Backup", (backup,)),
    ("Addresses", (addresses,)),
)
