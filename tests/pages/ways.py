"""How each code block of README, CONTRIBUTING and docs is run. tests/house/test_pages.py: none is left out."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pages import grounds
from tests.pages.blocks import Block
from tests.pages.grounds import Ground


@dataclass(frozen=True)
class Session:
    """The blocks are run one after the other, in a shell, on the simulator (session.py)."""

    ground: Ground


@dataclass(frozen=True)
class Alone:
    """The block is checked by itself, by what its language is: test_single_blocks.py."""


@dataclass(frozen=True)
class Elsewhere:
    """A test of its own runs it: FILE or FILE::NAME."""

    test: str


@dataclass(frozen=True)
class NotRun:
    """Nothing can run it here."""

    why: str


How = Session | Alone | Elsewhere | NotRun


@dataclass(frozen=True)
class Way:
    """What is done with a page's blocks: those of a section, of a language, with a beginning, where these are given."""

    page: str
    how: How
    section: str | None = None
    language: str | None = None
    starts: str = ""

    def fits(self, block: Block) -> bool:
        """Whether the block is one of these."""
        page = self.page.rstrip("*")
        named = block.page.startswith(page) if page != self.page else block.page == page
        rest = self.section in (None, block.section) and self.language in (None, block.language)
        return named and rest and block.text.startswith(self.starts)


MAKE = (
    "It takes too long for a test, or runs the tests. That make knows the target is tested (tests/pages/test_make.py)."
)
OPT = "It installs into /opt, from an index that has no govpair yet."
MIRROR = "It asks the public registry, which these tests don't; the page says so."

WAYS = (
    Way("README.md", NotRun(MAKE), section=""),
    Way("README.md", Session(grounds.payer), section="In HCL"),
    Way("README.md", Elsewhere("tests/constructs/test_readme.py"), language="python"),
    Way("README.md", Session(grounds.checkout), section="For the operator"),
    Way("README.md", Session(grounds.checkout_with_organizations), section="Without Terraform"),
    Way("CONTRIBUTING.md", NotRun(MAKE)),
    Way("docs/add-an-attribute.md", Elsewhere("tests/house/test_add_an_attribute_page.py")),
    Way("docs/architecture.md", Elsewhere("tests/house/test_architecture_page.py")),
    Way("docs/commands.md", Elsewhere("tests/scripts/test_watch.py"), section="status"),
    Way("docs/commands.md", Session(grounds.organizations)),
    Way("docs/discover.md", Elsewhere("tests/end_to_end/test_discover_reseller.py"), section="A reseller"),
    Way(
        "docs/discover.md",
        Elsewhere("tests/end_to_end/test_discover_hashicorp_aws.py"),
        section="Coming from hashicorp/aws",
    ),
    Way("docs/discover.md", Session(grounds.estate)),
    Way("docs/from-first-look-to-report.md", Elsewhere("tests/scripts/test_newcomer_page.py")),
    Way("docs/governance.md", Elsewhere("tests/constructs/test_governance_page.py")),
    Way("docs/how-to/adopt.md", Session(grounds.estate)),
    Way("docs/how-to/join.md", Session(grounds.estate)),
    Way("docs/how-to/hcl.md", Session(grounds.organizations)),
    Way("docs/how-to/library.md", Session(grounds.company_with_organizations)),
    Way("docs/how-to/move-from-hashicorp-aws.md", Session(grounds.organizations)),
    Way("docs/how-to/vend.md", Session(grounds.organizations)),
    Way("docs/how-to/*", Session(grounds.payer)),
    Way("docs/install.md", NotRun(OPT), starts="python3 -m venv"),
    Way("docs/install.md", NotRun(f"{MAKE} {MIRROR}"), starts="make "),
    Way("docs/install.md", Elsewhere("tests/scripts/test_provider.py")),
    Way("docs/organization-file.md", Elsewhere("tests/constructs/test_organization_file_page.py")),
    Way("docs/plan-and-apply.md", Session(grounds.company)),
    Way("docs/policies.md", Session(grounds.payer)),
    Way("docs/reliability-doors.md", NotRun("It runs tests, and a matrix that takes too long for one.")),
    Way("docs/report.md", Session(grounds.estate)),
    Way("docs/simulator.md", Elsewhere("tests/simulator/test_pytest_plugin.py"), language="python"),
    Way("docs/simulator.md", Session(grounds.payer), language="sh"),
    Way("docs/start.md", NotRun(MAKE), starts="make "),
    Way("docs/start.md", Session(grounds.checkout)),
    Way("docs/verify-aws.md", Elsewhere("tests/workbench/test_merge_report.py"), language="json"),
    Way("docs/verify-aws.md", Elsewhere("tests/workbench/test_merge_report.py"), section="What becomes of the file"),
    Way("docs/verify-aws.md", Elsewhere("tests/scripts/test_verify_aws.py"), section="One real pair, timed"),
    Way("docs/verify-aws.md", Session(grounds.organizations)),
    Way("docs/provider/functions/*", Elsewhere("tests/workbench/test_provider_reference.py"), section=""),
    Way("docs/provider/ephemeral-resources/*", Elsewhere("tests/end_to_end/test_account_credentials_example.py")),
    Way("docs/provider/*", Elsewhere("tests/end_to_end/test_provider_examples.py")),
)


def way(block: Block) -> Way | None:
    """The first that fits."""
    return next((each for each in WAYS if each.fits(block)), None)
