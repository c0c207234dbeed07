"""What each declared page is, as the audit is told."""

from dxlib.build.briefs import read_declarations
from dxlib.build.plan import Job
from dxlib.build.subjects import list_subjects, make_subject

JOB = Job(
    "10-systems", (("area", "VNM"), ("edition", 2025), ("language", "vi"), ("system", "vneid"), ("top", 5)),
    "2025-12-31", opened=("system",), languages=("vi", "en"), labels=(("system", "System"), ("top", "Areas")),
)  # fmt: skip


def test_a_subject_says_what_its_job_says():
    subject = make_subject(JOB)
    assert (subject.brief, subject.area, subject.edition, subject.language, subject.as_of) == (
        "10-systems", "VNM", "2025", "vi", "2025-12-31",
    )  # fmt: skip
    assert (subject.opened, subject.languages) == (("system",), ("vi", "en"))
    assert subject.parameters == {"system": "vneid", "top": 5}
    assert subject.labels == {"system": "System", "top": "Areas"}


def test_every_declared_page_of_every_edition_has_one_by_its_address(toy):
    subjects = list_subjects(read_declarations(toy.project, toy.catalogue))
    assert set(subjects) == {f"{year}/{code}/01-toy.html" for year in (2023, 2024) for code in ("vi", "en", "fr")}
    assert {address: one.as_of for address, one in subjects.items() if one.language == "vi"} == {
        "2023/vi/01-toy.html": "2023-12-31", "2024/vi/01-toy.html": "2024-12-31",
    }  # fmt: skip
