"""gunicorn's settings: `gunicorn -c dashboard/gunicorn.conf.py "dashboard:create_app()"`."""  # noqa: N999  # the name that gunicorn looks for

import logging
import os
import signal
from types import FrameType
from typing import Any

from dashboard.container import memory_mb, query_memory_mb
from dashboard.limits import THREADS
from liveinsight import logs

_port = os.environ.get("PORT")
# A container that is given PORT listens for the load balancer; a laptop listens to itself only.
bind = f"0.0.0.0:{_port}" if _port else f"127.0.0.1:{os.environ.get('DASHBOARD_PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = THREADS
_memory = "/dev/shm"  # noqa: S108  # the heartbeat's file has no name there; RAM never stalls
worker_tmp_dir = _memory if os.access(_memory, os.W_OK | os.X_OK) else None
timeout = 60
# Longer than the idle timeout of a load balancer (60 s), so that it is never we who close first.
keepalive = 75
# In a container a question that is being answered may end (10 s) before ECS kills (30 s); streams end at once.
graceful_timeout = 25 if _port else 5
# Who may say that a request came over TLS. FORWARDED_ALLOW_IPS is gunicorn's own variable.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"
# Filters lie in the address; the pages write none of over 4,000 characters, which the log-in page takes along as well.
limit_request_line = 8190
logger_class = "dashboard.access_log.AccessLog"
accesslog = "-" if os.environ.get("LIVEINSIGHT_ACCESS_LOG", "").lower() in ("1", "true") else None
# Nobody steers a running server from outside, and its socket would lie in somebody's home folder.
control_socket_disable = True

if _port and (_limit := memory_mb()):
    # Terraform gives a task this; whoever runs the image elsewhere gives the container a limit.
    os.environ.setdefault("LIVEINSIGHT_QUERY_MEMORY_MB", str(query_memory_mb(_limit, workers)))


def post_fork(_server: Any, _worker: Any) -> None:
    logs.set_up()
    logging.getLogger("dashboard").setLevel(logging.INFO)


def post_worker_init(worker: Any) -> None:
    """Let a stop end the live streams first: each of them would hold it up until the graceful timeout."""
    hub = worker.wsgi.extensions["live_hub"]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        proceed: Any = signal.getsignal(number)

        def stop(received: int, frame: FrameType | None, proceed: Any = proceed) -> None:
            hub.close()
            proceed(received, frame)

        signal.signal(number, stop)
