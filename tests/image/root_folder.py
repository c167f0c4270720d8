"""A folder as the root of a container, with what the kernel and util-linux offer, and no engine.

In the place of the official image stand Debian as it is on this machine, read-only, and at
/usr/local the Python that runs this.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SYSTEM = ("/bin", "/lib", "/lib64", "/sbin", "/usr")
DEVICES = ("null", "random", "urandom", "zero")
PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


def unmet() -> str:
    """Say what is missing here; empty when nothing is."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can make the root of a container, on Linux"
    if missing := [tool for tool in ("unshare", "nsenter", "setpriv") if not shutil.which(tool)]:
        return f"{', '.join(missing)} of util-linux is not installed"
    if sys.base_prefix == "/usr":
        return "the Python of the system cannot stand in for that of the image"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], check=False).returncode:  # noqa: S607
        return "this machine does not let root make name spaces"
    return ""


def lay_out(root: Path) -> None:
    """Make the folder `root` look as the official image does."""
    for name in ("dev/shm", "opt", "proc", "root", "tmp"):
        (root / name).mkdir(parents=True)
    (root / "tmp").chmod(0o1777)
    for name in DEVICES:
        (root / "dev" / name).touch()
    shutil.copytree("/etc", root / "etc", symlinks=True)
    for name in SYSTEM:
        here, there = Path(name), root / name[1:]
        if here.is_symlink():
            there.symlink_to(here.readlink())
        elif here.exists():
            there.mkdir()
    # The loader must find the library of this Python, not of Debian's.
    subprocess.run(as_root(root, ["ldconfig"], env={"PATH": PATH}, folder="/"), check=True)  # noqa: S603


def as_root(
    root: Path, command: Sequence[str], *, env: Mapping[str, str], folder: str
) -> list[str]:
    """Return the command line that runs `command` in `root` and may write there, as RUN does."""
    return _apart(_mounts(root), ["chroot", str(root), *_with(env, folder), *command])


def as_container(
    root: Path, command: Sequence[str], *, env: Mapping[str, str], user: str, data: Path
) -> list[str]:
    """Return the command line that runs `command` as process 1 of a hardened container.

    The root is read-only, the folder `data` at /data is not; `user` is 'number:number' and has
    no capability.
    """
    mounts = [
        f"mount --bind {root} {root}",
        *_mounts(root),
        f"mount --bind {data} {root}/data",
        f"mount -t tmpfs -o mode=1777 shm {root}/dev/shm",  # noqa: S108  # as engines do
        f"mount -o remount,bind,ro {root}",
    ]
    inside = [*_become(user), *_with(env, "/data"), *command]
    return _apart(mounts, ["chroot", str(root), *inside])


def beside(
    first: int, root: Path, command: Sequence[str], *, env: Mapping[str, str], user: str
) -> list[str]:
    """Return the command line that runs `command` in the container of process `first`."""
    enter = ["nsenter", f"--target={first}", "--mount", "--pid", "chroot", str(root)]
    return [*enter, *_become(user), *_with(env, "/data"), *command]


def _mounts(root: Path) -> list[str]:
    system = [name for name in SYSTEM if Path(name).is_dir() and not Path(name).is_symlink()]
    return [
        *(f"mount --bind --read-only {name} {root}{name}" for name in system),
        f"mount --bind --read-only {sys.base_prefix} {root}/usr/local",
        *(f"mount --bind /dev/{name} {root}/dev/{name}" for name in DEVICES),
        f"mount -t proc proc {root}/proc",
    ]


def _apart(mounts: Sequence[str], command: Sequence[str]) -> list[str]:
    """Each in its own name spaces, where the mounts end with the process."""
    unshare = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
    return [*unshare, "sh", "-c", " && ".join([*mounts, 'exec "$@"']), "sh", *command]


def _become(user: str) -> list[str]:
    number, group = user.split(":")
    return [
        *("setpriv", f"--reuid={number}", f"--regid={group}", "--clear-groups"),
        *("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"),
    ]


def _with(env: Mapping[str, str], folder: str) -> list[str]:
    given = (f"{name}={value}" for name, value in env.items())
    return ["env", "-i", f"--chdir={folder}", *given]
