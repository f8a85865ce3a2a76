"""Flask's extensions, created bare; `create_app` binds them."""

from typing import Any

from flask_babel import Babel
from flask_caching import Cache
from flask_login import LoginManager
from flask_wtf import CSRFProtect

babel = Babel()
cache: Any = Cache()
csrf: Any = CSRFProtect()
login_manager: Any = LoginManager()
