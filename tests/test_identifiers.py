import pytest

from papergraph import identifiers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/2106.09685v2", "arxiv:2106.09685"),
        ("arXiv:2106.09685", "arxiv:2106.09685"),
        ("https://arxiv.org/pdf/cs/0112017v1.pdf", "arxiv:cs/0112017"),
        ("10.48550/arXiv.2106.09685", "arxiv:2106.09685"),
        ("https://aclanthology.org/N19-1423/", "acl:N19-1423"),
        ("acl:2020.acl-main.747", "acl:2020.acl-main.747"),
        ("https://doi.org/10.18653/v1/N19-1423", "acl:N19-1423"),
        ("https://doi.org/10.1162/TACL_a_00343.", "doi:10.1162/tacl_a_00343"),
        ("http://export.arxiv.org/abs/hep-th/9901001v3", "arxiv:hep-th/9901001"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "acl:N19-1423"),
        ("https://aclanthology.org/2020.ACL-main.747.bib", "acl:2020.acl-main.747"),
        ("N19-1423acl:1", None),
        ("not an identifier", None),
        ("", None),
    ],
)
def test_one_work_has_one_identifier_whatever_its_form(text: str, expected: str | None) -> None:
    assert identifiers.prefixed(text) == expected
