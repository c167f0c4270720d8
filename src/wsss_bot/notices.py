"""Send a short message to people, through the library apprise, which may be missing.

Addresses hold secrets: none of them, and nothing that a service says of one, is logged or raised.
https://github.com/caronc/apprise lists what addresses look like.
"""

import logging
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType

from wsss_bot.errors import ConfigError

log = logging.getLogger(__name__)


def addresses_of(told: Sequence[str], variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return where messages go; '$NAME' is a variable, and nothing where there is none."""
    named = (variables.get(one[1:], "") if one.startswith("$") else one for one in told)
    return tuple(address for address in named if address)


def check(told: Sequence[str], variables: Mapping[str, str]) -> str:
    """Return in a sentence where messages go; nothing is sent. Raises ConfigError."""
    library = _apprise()
    if library is None:
        raise ConfigError(
            "notices need the library apprise, which is not here; install wsss-bot[notify], or "
            "empty [report] notify"
        )
    for number, name in enumerate(told, start=1):
        address = addresses_of([name], variables)
        if not address:
            raise ConfigError(
                f"number {number} of [report] notify names the variable {name[1:]}, which is not "
                "there; set it, or take the name out"
            )
        if not library.Apprise().add(address[0]):
            raise ConfigError(
                f"number {number} of [report] notify is no address that apprise knows; look at "
                "https://github.com/caronc/apprise#supported-notifications"
            )
    return f"messages go to {len(told)} of [report] notify; none was sent now"


def send(addresses: Sequence[str], *, title: str, body: str) -> int:
    """Send a plain text to each address once; return how many took it.

    What fails is logged by its number, never by its address, and never raised.
    """
    apprise = _apprise()
    if apprise is None:
        log.warning("notices need the library apprise; install wsss-bot[notify]")
        return 0
    taken = 0
    for number, address in enumerate(addresses, start=1):
        try:
            one = apprise.Apprise()
            is_taken = one.add(address) and one.notify(
                title=title, body=body, body_format=apprise.NotifyFormat.TEXT
            )
        except Exception as error:  # noqa: BLE001  # of a library that speaks to a hundred services
            log.warning("notice %d of [report] notify failed (%s)", number, type(error).__name__)
            continue
        if is_taken:
            taken += 1
        else:
            log.warning(
                "notice %d of [report] notify was not taken; try its address with `apprise`", number
            )
    return taken


def _apprise() -> ModuleType | None:
    """Return the library, which loads slowly, and only where it is here."""
    try:
        return import_module("apprise")
    except ImportError:
        return None
