"""Run the benchmarks that are named, or all: `python -m bench [NAME…] [--write]`."""

import importlib
import pkgutil
import sys

import bench


def main() -> None:
    every = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    told = [word for word in sys.argv[1:] if not word.startswith("-")]
    names = told or [name for name in every if not name.startswith("_")]
    for name in names:
        if name not in every:
            sys.exit(f"no benchmark is called {name}; there are {', '.join(every)}")
        print(f"\n## {name}\n")
        importlib.import_module(f"bench.{name}").main()


main()
