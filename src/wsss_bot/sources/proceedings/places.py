"""Where official listings are: which conference of which year is listed by whom.

CVF and ECVA publish the papers themselves and come first; a virtual site shows the programme
weeks before them. DBLP and OpenReview keep programs out, so they are not asked.
"""

from urllib.parse import urlsplit

from wsss_bot.sources.proceedings.kept import Place

CVF = "https://openaccess.thecvf.com"
ECVA = "https://www.ecva.net/papers.php"
PROGRAMME = "/static/virtual/data/{name}-{year}-orals-posters.json"

_OPEN_ACCESS = {"CVPR": (2013, 1), "ICCV": (2013, 2), "WACV": (2020, 1)}
"""Since when CVF has a conference, and every how many years it is held."""
_ECCV_SINCE = 2018
_ALL_DAYS_SINCE = 2021
"""Before that CVF has one page a day, and older conferences on one page."""
_SITES = {
    "CVPR": ("https://cvpr.thecvf.com", 2023, 1),
    "ECCV": ("https://eccv.ecva.net", 2024, 2),
    "ICCV": ("https://iccv.thecvf.com", 2023, 2),
    "ICLR": ("https://iclr.cc", 2021, 1),
    "ICML": ("https://icml.cc", 2021, 1),
    "MLSys": ("https://mlsys.org", 2022, 1),
    "NeurIPS": ("https://neurips.cc", 2021, 1),
}
"""The address of a virtual site, its first year, and every how many years it is held."""

CONFERENCES = tuple(sorted({*_OPEN_ACCESS, *_SITES, "ECCV"}))
"""The conferences whose papers are listed anywhere that may be asked."""


def places(conference: str, year: int) -> tuple[Place, ...]:
    """Return where a conference of a year is listed, the best first; empty: nowhere."""
    found = []
    if conference in _OPEN_ACCESS and _is_held(*_OPEN_ACCESS[conference], year):
        days = "?day=all" if year >= _ALL_DAYS_SINCE else ""
        url = f"{CVF}/{conference}{year}{days}"
        found.append(Place(conference=conference, year=year, source="CVF open access", url=url))
    if conference == "ECCV" and _is_held(_ECCV_SINCE, 2, year):
        found.append(Place(conference=conference, year=year, source="ECVA", url=ECVA))
    if conference in _SITES:
        site, first, step = _SITES[conference]
        if _is_held(first, step, year):
            url = site + PROGRAMME.format(name=conference.lower(), year=year)
            host = urlsplit(site).netloc
            found.append(
                Place(
                    conference=conference,
                    year=year,
                    source=f"the programme on {host}",
                    url=url,
                    is_programme=True,
                )
            )
    return tuple(found)


def _is_held(first: int, step: int, year: int) -> bool:
    return year >= first and (year - first) % step == 0
