"""What nobody verified is named in the table of claims, and what the table calls assumed is named in the code."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from custom_resources.engine.claims import Claim, load_claims
from workbench.claims_page import CODE, MARKER, places
from workbench.paths import PROJECT

HOW = (
    "Say what AWS is believed to do, in one sentence, as a claim in custom_resources/engine/claims/SERVICE.yaml "
    "(status assumed, with the source of the guess), name it at the place in the code as `claim: ID`, and run "
    "`python -m workbench claims`."
)
_UNVERIFIED = re.compile(r"\bunverified\b", re.IGNORECASE)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The comments and texts of a file, with their lines; comment lines below each other are one."""
    block: list[str] = []
    first = last = 0
    with tokenize.open(path) as source:
        tokens = list(tokenize.generate_tokens(io.StringIO(source.read()).readline))
    for token in tokens:
        if token.type == tokenize.COMMENT:
            if block and token.start[0] != last + 1:
                yield first, "\n".join(block)
                block = []
            first, last = (token.start[0] if not block else first), token.start[0]
            block.append(token.string)
        elif token.type == tokenize.STRING:
            yield token.start[0], token.string
    if block:
        yield first, "\n".join(block)


def code() -> list[Path]:
    return [path for folder in CODE for path in sorted((PROJECT / folder).rglob("*.py"))]


def test_every_unverified_place_names_its_claim() -> None:
    missing = [
        f"{path.relative_to(PROJECT)}:{line}"
        for path in code()
        for line, text in texts(path)
        if len(_UNVERIFIED.findall(text)) > len(MARKER.findall(text))
    ]
    assert missing == [], f"These places call something unverified and name no claim. {HOW}"


def test_no_place_names_a_claim_that_is_not_in_the_table() -> None:
    dangling = {name: sorted(files) for name, files in places().items() if name not in load_claims()}
    assert dangling == {}, f"The code names claims that the table doesn't have. {HOW}"


def test_every_assumed_claim_is_named_in_the_code() -> None:
    found = places()
    alone = [name for name, claim in load_claims().items() if claim.status == "assumed" and name not in found]
    assert alone == [], "Nothing leans on these claims: name them where the code does (`claim: ID`), or remove them."


def test_every_documented_claim_tells_where_the_code_leans_on_it() -> None:
    found = places()
    alone = [name for name, claim in load_claims().items() if not claim.used_in and name not in found]
    assert alone == [], "Give `used_in` files of the project, or name the claim in the code (`claim: ID`)."


@pytest.mark.parametrize("claim", load_claims().values(), ids=lambda claim: claim.id)
def test_a_claim_is_a_sentence_about_files_that_exist(claim: Claim) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", claim.id)
    assert claim.behaviour[:1].isupper()
    assert claim.behaviour.endswith(".")
    assert [file for file in claim.used_in if not (PROJECT / file).is_file()] == [], "correct its `used_in`"


def test_no_claim_that_was_seen_to_be_wrong_is_left_as_it_is() -> None:
    wrong = {name: claim.seen for name, claim in load_claims().items() if claim.standing == "contradicted"}
    assert wrong == {}, (
        "Real AWS was seen to differ. Change the product and the simulator accordingly, and give what is claimed now "
        "another id; the observation of the old one is then history."
    )
