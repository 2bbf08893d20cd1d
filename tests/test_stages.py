from __future__ import annotations

import io

from article_archive.stages import Stages


def test_a_stage_within_another_interrupts_that_one() -> None:
    stages = Stages()
    with stages.stage("Outer"), stages.stage("Inner"):
        sum(range(200_000))
    assert [*stages.spent] == ["Outer", "Inner"]
    assert stages.spent["Inner"].clock > stages.spent["Outer"].clock


def test_the_table_names_each_stage_and_all() -> None:
    stages = Stages(io.StringIO())
    with stages.stage("Judging", 3) as progress:
        progress.step()
    with stages.stage("Judging", 3):
        pass
    rows = stages.table().splitlines()
    assert [row.split()[0] for row in rows] == ["Judging", "All"]


def test_a_stage_that_fails_is_ended() -> None:
    stages = Stages()
    try:
        with stages.stage("Outer"), stages.stage("Inner"):
            raise ValueError("here")
    except ValueError:
        pass
    with stages.stage("Next"):
        pass
    assert {*stages.spent} == {"Outer", "Inner", "Next"}
