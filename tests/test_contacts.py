"""E-mail addresses and telephone numbers in a text, and what only looks like one."""

from __future__ import annotations

import pytest

from article_archive.text.markdown import body


def found(text: str) -> list[tuple[str, str, int]]:
    """Code, what is named, and the column, of every contact on the first line."""
    told = body(text, "docs/articles/a.md", 1)[1]
    return [(p.code, p.message.split("`")[1], p.place.column) for p in told if p.code in ("e-mail-address", "phone-number")]


@pytest.mark.parametrize(
    ("text", "address", "column"),
    [
        ("Write to writer.one@college.edu.", "writer.one@college.edu", 10),
        ("Write to [us](mailto:writer@college.edu)", "writer@college.edu", 22),
        ("<writer+one@mail.college.edu>", "writer+one@mail.college.edu", 2),
        ('<a href="mailto:%20writer@college.edu">us</a>', "writer@college.edu", 20),
    ],
)
def test_an_e_mail_address_is_told_where_it_stands(text: str, address: str, column: int) -> None:
    assert found(text) == [("e-mail-address", address, column)]


@pytest.mark.parametrize(
    "text",
    [
        "writer@example.org, writer@school.example, one@example.com",
        "info@college.edu, Press@college.edu, no-reply@college.edu, git@github.com:one/two.git",
        "@writer and @writer@social.college.edu",
        "https://medium.com/@writer and https://writer@college.edu/x",
        "`writer@college.edu`",
        "    writer@college.edu\n",
        "```\nwriter@college.edu\n```\n",
        "at 5@10, a@b and @media screen",
    ],
)
def test_what_is_nobodys_address_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number", "column"),
    [
        ("Call 212-664-7665 now", "212-664-7665", 6),
        ("(212) 664-7665", "(212) 664-7665", 1),
        ("212.664.7665", "212.664.7665", 1),
        ("+1 212 664 7665", "+1 212 664 7665", 1),
        ("At +44 20 7946 1958.", "+44 20 7946 1958", 4),
        ("+49 (0)30 901820", "+49 (0)30 901820", 1),
        ("Phone: 664-7665", "664-7665", 8),
        ("Tel. 030 9018 2034", "030 9018 2034", 6),
    ],
)
def test_a_telephone_number_is_told_where_it_stands(text: str, number: str, column: int) -> None:
    assert found(text) == [("phone-number", number, column)]


@pytest.mark.parametrize(
    "text",
    [
        "ISBN 978-3-16-148410-0 and ISBN-10 0-306-40615-2",
        "doi:10.1000/182-4567 and https://doi.org/10.1037/0003-066X.212-664-7665",
        "2014-2016, 1999-2000, 2014-09-14, 14-09-2014, 09/14/2014 and 2014 2015",
        "$200.300.4000, 1,200,300, 200 300 4000 people and 3.14159",
        "They won 21-14, 103-98 and 7-6 6-7 7-5.",
        "192.168.100.200, version 2.300.4000 and CVE-2014-0160",
        "555-0134 and (212) 555-0134 are kept for films.",
        "1-800-664-7665 and 877-664-7665 are an office's.",
        "https://example.org/212-664-7665/ and [x](https://example.org/212-664-7665)",
        "`212-664-7665`",
        "Call 911. Call for papers 2016-2017. Text 4000 people in 2016 2017.",
        "+20 percent in 2014, +1000 to 2000 people and A+ 2014-2015",
        "Order 212-664-7665-9",
    ],
)
def test_what_is_no_telephone_number_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_each_address_is_told_once_and_twenty_are_enough() -> None:
    assert len(found("one@college.edu, one@college.edu, two@college.edu")) == 2
    assert len(found(" ".join(f"writer{n}@college.edu" for n in range(50)))) == 20
