"""Debian's packages in a root file system, taken out of it without running anything of theirs.

What a package had is gone with it, and so is its entry in dpkg's list: scanners report what is there, no more.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

INSTALLING = (
    "adduser", "apt", "apt-utils", "binutils*", "bsdutils", "build-essential", "cpp*", "debconf", "debconf-i18n",
    "debian-archive-keyring", "dpkg", "dpkg-dev", "e2fsprogs", "g++*", "gcc", "gcc-[0-9]", "gcc-[0-9][0-9]", "gpgv",
    "init-system-helpers", "*-dev", "*-dev-bin", "logsave", "make", "mount", "openssl", "passwd", "patch",
    "perl", "perl-base", "perl-modules-*", "libperl*", "python3-distutils", "python3-lib2to3",
    "python3-pip", "python3-pip-whl", "python3-pkg-resources", "python3-setuptools", "python3-setuptools-whl",
    "python3-venv", "python3.*-venv", "python3-wheel", "sqv", "sysvinit-utils", "usr-is-merged", "usrmerge",
    "util-linux", "util-linux-extra", "login", "login.defs", "libpam*", "rpcsvc-proto", "xz-utils",
)  # fmt: skip
"""Only needed to install something, or to log in. Others may name them as needed; to run, nothing does."""
LIBRARIES = (
    "libapt-pkg*", "libassuan*", "libaudit*", "libblkid*", "libcap-ng*", "libcom-err*", "libcrypt1",
    "libdebconfclient*",
    "libext2fs*", "libfdisk*", "libgcrypt*", "libgnutls*", "libgpg-error*", "libgssapi*", "libhogweed*", "libidn2*",
    "libk5crypto*", "libkeyutils*", "libkrb5*", "liblastlog*", "libmount*", "libnettle*", "libnsl*", "libnpth*",
    "libp11-kit*", "libseccomp*", "libsemanage*", "libsepol*", "libsmartcols*", "libss2", "libsystemd*", "libtasn1*",
    "libtirpc*", "libudev*", "libunistring*", "libxxhash*",
)  # fmt: skip
"""Only kept when a package that stays needs them."""
LIST, FILES = "var/lib/dpkg/status", "var/lib/dpkg/info"
_NAME = re.compile(r"[^\s,|(:]+")


def remove_installing(root: Path) -> list[str]:
    """Remove what only installing needs; returns the packages, none where the base is not Debian's."""
    listed = root / LIST
    entries = {name: text for text in _paragraphs(listed) if (name := _field(text, "Package"))}
    gone = {name for name in entries if _any(name, INSTALLING)}
    while orphans := {name for name in entries if _any(name, LIBRARIES)} - gone - _needed(entries, gone):
        gone |= orphans
    for name in sorted(gone):
        _remove_files(root, name)
    if gone:
        listed.write_text("\n".join(text for name, text in entries.items() if name not in gone))
    return sorted(gone)


def _paragraphs(listed: Path) -> list[str]:
    return [f"{text.strip()}\n" for text in listed.read_text().split("\n\n") if text.strip()] if listed.exists() else []


def _field(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def _any(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _needed(entries: dict[str, str], gone: set[str]) -> set[str]:
    """Packages that those which stay depend on; of alternatives all."""
    stay = (
        f"{_field(text, 'Pre-Depends')},{_field(text, 'Depends')}" for name, text in entries.items() if name not in gone
    )
    return {match[0] for needs in stay for part in re.split(r"[,|]", needs) if (match := _NAME.search(part))}


def _remove_files(root: Path, package: str) -> None:
    for listed in [*root.glob(f"{FILES}/{package}.list"), *root.glob(f"{FILES}/{package}:*.list")]:
        paths = [root / line.lstrip("/") for line in listed.read_text().splitlines() if line not in ("", "/", "/.")]
        for path in sorted(paths, reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.is_file() or (path.is_symlink() and not path.is_dir()):
                path.unlink()
