"""gunicorn's settings: `gunicorn -c dashboard/gunicorn.conf.py "dashboard:create_app()"`."""  # noqa: N999  # the name that gunicorn looks for

import logging
import os
import signal
from types import FrameType
from typing import Any

from dashboard.limits import THREADS
from liveinsight import logs

_port = os.environ.get("PORT")
# A container that is given PORT listens for the load balancer; a laptop listens to itself only.
bind = f"0.0.0.0:{_port}" if _port else f"127.0.0.1:{os.environ.get('DASHBOARD_PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = THREADS
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108,PTH112  # heartbeat file; RAM never stalls
timeout = 60
# Longer than the idle timeout of a load balancer (60 s), so that it is never we who close first.
keepalive = 75
graceful_timeout = 5
# Who may say that a request came over TLS. FORWARDED_ALLOW_IPS is gunicorn's own variable.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"
# Filters lie in the address; the pages write none of over 4,000 characters, which the log-in page takes along as well.
limit_request_line = 8190
accesslog = None
# Nobody steers a running server from outside, and its socket would lie in somebody's home folder.
control_socket_disable = True


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
