import pytest

from wsss_bot.compose import code_label, is_usable
from wsss_bot.domain import Repository


def a_repository(
    *, requirements: str = "", readme: str = "", languages: tuple[str, ...] = ("Python",)
) -> Repository:
    return Repository(
        url="https://github.com/a/b", languages=languages, requirements=requirements, readme=readme
    )


@pytest.mark.parametrize(
    ("requirements", "label"),
    [
        ("torch==1.4.0\ntorchvision", "pytorch"),
        ("tensorflow-gpu==1.15", "tensorflow"),
        ("jax[cuda]\nflax", "jax"),
        ("paddlepaddle-gpu", "paddle"),
        ("numpy", None),
    ],
)
def test_the_requirements_tell_the_framework(requirements: str, label: str | None) -> None:
    assert code_label(a_repository(requirements=requirements)) == label


def test_the_requirements_go_before_the_readme() -> None:
    repository = a_repository(requirements="torch", readme="TensorFlow TensorFlow Caffe")

    assert code_label(repository) == "pytorch"


def test_without_requirements_the_framework_named_most_in_the_readme_wins() -> None:
    readme = "A PyTorch version. Weights converted from Caffe. Tested with PyTorch 1.0."

    assert code_label(a_repository(readme=readme)) == "pytorch"


def test_matlab_is_known_by_its_language() -> None:
    assert code_label(a_repository(languages=("MATLAB", "C++"))) == "matlab"


def test_a_repository_that_says_nothing_has_no_label() -> None:
    assert code_label(a_repository(languages=())) is None


def test_a_repository_that_is_gone_or_empty_is_not_linked() -> None:
    gone = Repository(url="https://github.com/a/b", exists=False)
    empty = Repository(url="https://github.com/a/b", empty=True)

    assert not is_usable(gone)
    assert not is_usable(empty)
    assert is_usable(a_repository())
