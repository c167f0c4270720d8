"""Send a short message to people, through the library apprise, which may be missing.

Addresses hold secrets: none of them, and nothing that a service says of one, is logged or raised.
https://github.com/caronc/apprise lists what addresses look like.
"""

import logging
from collections.abc import Sequence

log = logging.getLogger(__name__)

MISSING = (
    "notices need the library apprise, which is not here; install wsss-bot[notify], or empty "
    "[report] notify"
)


def send(addresses: Sequence[str], *, title: str, body: str) -> int:
    """Send a plain text to each address once; return how many took it.

    What fails is logged by its number, never by its address, and never raised.
    """
    try:
        import apprise
    except ImportError:
        log.warning("%s", MISSING)
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
