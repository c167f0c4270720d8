"""Programs and workflows that write the list's file."""

import re
from pathlib import PurePosixPath

from wsss_bot.awesome_list.generated.tree import Tree, is_workflow, programs

MOST_READ = 24
"""So many programs are read, those that sound like making a list first."""
_LONGEST = 200_000
_LONGEST_LINE = 1_000
"""In characters; a longer one was written by a program, or to take time."""
_WRITES = r"(?:wt?|r\+|a|w\+|wb)"
_READS = re.compile(r"\b(?:read|load|parse|require)\w*\s*\(|\bopen\(", re.IGNORECASE)
_CALL = r"\w*(?:write|save|dump|render|export|generate|update|replace|output)\w*"


def find_maker(path: str, tree: Tree) -> str:
    """Return the program or workflow that writes the list at `path`; empty: none was found."""
    name = PurePosixPath(path).name
    workflows = []
    for program in programs(tree.paths)[:MOST_READ]:
        text = tree.read(program)[:_LONGEST]
        if name.casefold() not in text.casefold():
            continue
        if is_workflow(program):
            if _commits(text, name):
                workflows.append(program)
        elif writes(text, name):
            return program
    return workflows[0] if workflows else ""


def writes_data(path: str, tree: Tree, *, reading: str) -> bool:
    """Say whether a program makes the data file at `path` out of the list called `reading`."""
    name = PurePosixPath(path).name
    for program in programs(tree.paths)[:MOST_READ]:
        text = tree.read(program)[:_LONGEST]
        if name in text and reading.casefold() in text.casefold() and writes(text, name):
            return True
    return False


def _commits(workflow: str, name: str) -> bool:
    """Say whether a workflow puts the file into a commit."""
    file = re.escape(name)
    return bool(
        re.search(
            rf"git\s+add\b[^\n]*{file}|(?:file_pattern|add|files|add-paths):\s*[^\n]*{file}"
            rf"|git\s+commit\b[^\n]*{file}|git\s+diff\b[^\n]*{file}",
            workflow,
            re.IGNORECASE,
        )
    )


def writes(program: str, path: str) -> bool:
    """Say whether a program writes the file at `path`, by its name or by a name given to that."""
    file = re.escape(PurePosixPath(path).name)
    flags = re.IGNORECASE
    program = "\n".join(line for line in program.splitlines() if len(line) <= _LONGEST_LINE)
    given = {
        found
        for line in program.splitlines()
        if re.search(file, line, flags) and not _READS.search(line)
        for found in re.findall(r"\b([A-Za-z_]\w*)\s*(?::[^=\n]+)?=(?!=)", line)[:1]
        + re.findall(r"--([a-z][\w-]*)['\"][^\n]*default", line)
    }
    names = "|".join(re.escape(one.replace("-", "_")) for one in sorted(given)) or "(?!)"
    what = rf"(?:[^\n]*?{file}|[^(),\n]*\b(?:{names})\b)"
    return any(
        re.search(pattern, program, flags)
        for pattern in (
            rf"open\(\s*{what}[^\n]*?['\"]{_WRITES}['\"]",
            rf"(?:{file}['\"]\s*\)?|\b(?:{names})\b)\s*\.\s*(?:write_text|write_bytes|open\(\s*['\"]{_WRITES})",
            rf"(?:writeFile(?:Sync)?|outputFile(?:Sync)?)\(\s*(?:[^,\n]*?{file}|[^,\n]*\b(?:{names})\b)",
            rf"\b(?:copy|copyfile|move|rename)\([^\n]*,\s*[^,\n]*(?:{file}|\b(?:{names})\b)",
            rf"\b{_CALL}\([^()\n]*(?:{file}|\b(?:{names})\b)",
            rf"(?:>|-o|--output|--out|tee)\s*=?['\"]?[\w./]*{file}",
            rf"\b(?:mv|cp)\s+\S+\s+\S*{file}\s*$",
        )
    )
