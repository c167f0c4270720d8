"""Run the benchmarks that are named, or all: `python -m bench [NAME…] [--write] [--whole]`.

With `--write` what they print goes into docs/benchmarks.md, and the tables of some also into a
page of their own. With `--whole` the snapshot is as long as the public one, not a tenth of it, and
what is printed goes between marks of its own.
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
    options = {word for word in sys.argv[1:] if word.startswith("--")}
    names = [word for word in sys.argv[1:] if word not in options] or every
    if wrong := [name for name in names if name not in every]:
        sys.exit(f"no benchmark is called {', '.join(wrong)}; there are {', '.join(every)}")
    if "--write" in options:
        page.put("machine", page.machine())
    with progress.bar("benchmarks") as on_progress:
        for done, name in enumerate(names):
            on_progress(done, len(names))
            print(f"\n## {name}\n")
            with page.copied() as printed:
                importlib.import_module(f"bench.{name}").main()
            if "--write" in options:
                marks = f"{name} --whole" if "--whole" in options else name
                page.put(marks, f"{printed.getvalue()}\n{page.measured_on()}")


if __name__ == "__main__":
    main()
