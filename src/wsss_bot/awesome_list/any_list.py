"""Read a list of whatever kind, and know one that is made from data."""

from wsss_bot.awesome_list.awesome_list import AwesomeList, read_list
from wsss_bot.awesome_list.data.data_list import is_data, read_data_list
from wsss_bot.awesome_list.generated.detect import PapersElsewhere, find_generated
from wsss_bot.awesome_list.generated.tree import Tree
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.several.list_of_files import ListOfFiles
from wsss_bot.errors import ListError
from wsss_bot.text.files_as_one import is_joined


def read_any(
    text: str,
    *,
    path: str,
    overrides: Overrides | None = None,
    beside: Tree | None = None,
    by_hand: bool = False,
) -> AwesomeList:
    """Read the text of the list at `path`, which stands among the files `beside` it.

    With `by_hand` it is known that people edit it, whatever speaks against that. Raises ListError
    for what is no list, and where its papers are kept, if that is known.
    """
    if is_joined(text):
        return ListOfFiles(
            text,
            lambda one, name: read_any(one, path=name, overrides=overrides, by_hand=by_hand),
            overrides or Overrides(),
        )
    if is_data(path):
        return read_data_list(text, path, overrides or Overrides())
    try:
        listed = read_list(text, overrides=overrides)
    except ListError as error:
        found = None if by_hand else find_generated(path, text, (), beside)
        if found is None:
            raise
        raise PapersElsewhere(found) from error
    return (
        listed if by_hand else listed.made_from(find_generated(path, text, listed.entries, beside))
    )
