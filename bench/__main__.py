"""Run the benchmarks that are named, or all: `python -m bench [NAME…] [--write] [--whole]`.

With `--write` what they print goes into the pages in docs/. With `--whole` the snapshot is as long
as the public one, not a tenth of it, and what is printed goes between marks of its own.
"""

import importlib
import pkgutil
import sys

import bench
from bench.measuring import page
from wsss_bot import progress


def main() -> None:
    every = [
        module.name
        for module in pkgutil.iter_modules(bench.__path__)
        if not module.name.startswith("_") and not module.ispkg
    ]
    names = [word for word in sys.argv[1:] if not word.startswith("--")] or every
    if wrong := [name for name in names if name not in every]:
        sys.exit(f"no benchmark is called {', '.join(wrong)}; there are {', '.join(every)}")
    if "--write" in sys.argv:
        page.show("machine", page.machine())
    with progress.bar("benchmarks") as on_progress:
        for done, name in enumerate(names):
            on_progress(done, len(names))
            print(f"\n## {name}\n")
            importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
