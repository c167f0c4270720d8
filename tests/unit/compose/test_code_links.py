import pytest

from wsss_bot.compose.code_links import clean_address, find_code_link, find_project_page


def url(abstract: str, comment: str | None = None) -> str | None:
    found = find_code_link(abstract, comment)
    return found.url if found else None


@pytest.mark.parametrize(
    "typed",
    [
        "https://github.com/a-b/C.d",
        "http://github.com/a-b/C.d.",
        "https://www.github.com/a-b/C.d/",
        "https://github.com/a-b/C.d.git",
        "https://github.com/a-b/C.d/tree/main",
        "https://github.com/a-b/C.d/blob/master/README.md",
        "https://github.com/a-b/C.d?tab=readme#use",
        "github.com/a-b/C.d}.",
        "https://github. com/a-b/C.d",
        r"\url{https://github.com/a-b/C.d}.",
        r"\href{https://github.com/a-b/C.d}{this https URL}",
        "[https://github.com/a-b/C.d],",
        "<https://github.com/a-b/C.d>",
    ],
)
def test_a_link_is_cleaned_of_its_sentence_and_its_latex(typed: str) -> None:
    assert url(f"The code is available at {typed}") == "https://github.com/a-b/C.d"


def test_escaped_underscores_and_folders_stay_part_of_the_address() -> None:
    typed = r"Code: \url{https://github.com/a/b\_c/tree/main/models}"

    assert url(typed) == "https://github.com/a/b_c/tree/main/models"


@pytest.mark.parametrize(
    "text",
    [
        "Code will be released soon.",
        "Project Page: this https URL | Github: this https URL",
        "See https://arxiv.org/abs/2405.01234 and https://doi.org/10.1000/182.",
        "Our data: https://zenodo.org/records/1 and https://huggingface.co/datasets/a/b",
        "We are at https://github.com/our-lab and on https://youtu.be/abc.",
    ],
)
def test_where_no_code_is_there_is_no_link(text: str) -> None:
    assert url(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Our method is built on Mask2Former (https://github.com/x/y).",
        "It is 3 % better compared to https://github.com/x/y.",
        "For training we use https://github.com/x/y.",
        "We build on the code of https://github.com/x/y.",
    ],
)
def test_the_repository_of_somebody_else_is_no_link(text: str) -> None:
    assert url(text) is None


def test_better_than_a_baseline_by_a_per_cent_does_not_spoil_the_next_sentence() -> None:
    text = "It beats the baseline by 4.5%. The code is public at https://github.com/a/b."

    assert url(text) == "https://github.com/a/b"


@pytest.mark.parametrize("offer", ["released at", "available from", "with a project page:"])
def test_a_base_named_before_the_offer_does_not_spoil_it(offer: str) -> None:
    assert url(f"It is based on SAM, {offer} https://github.com/a/b") == "https://github.com/a/b"


def test_repositories_go_before_pages_and_github_before_the_others() -> None:
    page, face, hub = (
        "https://a.github.io/b/",
        "https://huggingface.co/a/b",
        "https://github.com/a/b",
    )

    assert url(f"Page: {page} Models: {face}", f"Code: {hub}") == hub
    assert url(f"Page: {page} Models: {face}") == face
    assert url(f"Page: {page}") == page


def test_code_goes_before_data() -> None:
    text = "The dataset is at https://github.com/a/data. The code is at https://github.com/a/code."

    assert url(text) == "https://github.com/a/code"


def test_a_link_knows_its_source_its_repository_and_its_host() -> None:
    link = find_code_link("", "Code: https://gitlab.com/a/FooSeg.git")

    assert link is not None
    assert (link.source, link.repository, link.host) == ("the authors' comment", "FooSeg", "gitlab")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Human- Trajectory-Prediction", None),
        ("Human-\nTrajectory-Prediction", None),
        ("CalAttn-", "https://github.com/a/CalAttn-"),
        ("CalAttn-. It is ours", "https://github.com/a/CalAttn-"),
    ],
)
def test_an_address_that_a_line_end_broke_is_no_link(typed: str, found: str | None) -> None:
    link = find_code_link(f"Our code is available at https://github.com/a/{typed}", None)

    assert (link and link.url) == found


@pytest.mark.parametrize("raw", ["", "http://", "https://github.com", "www.", "https://x"])
def test_half_an_address_is_none(raw: str) -> None:
    assert clean_address(raw) is None


@pytest.mark.parametrize(
    ("abstract", "comment", "page"),
    [
        (
            "Code: https://github.com/a/b. Project page: https://a.github.io/b",
            None,
            "https://a.github.io/b",
        ),
        ("Our method is fast.", "Project page: https://b.org/net", "https://b.org/net"),
        ("Code is available at https://github.com/a/b.", None, None),
        ("Code: https://gitee.com/mindspore/models", None, None),
        ("Our poster is at https://a.github.io/poster.pdf", None, None),
        ("We build on the code of https://other.github.io", None, None),
    ],
)
def test_a_project_page_is_told_from_code(
    abstract: str, comment: str | None, page: str | None
) -> None:
    found = find_project_page(abstract, comment)

    assert (found and found.url) == page
