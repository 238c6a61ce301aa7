"""A page as its reader goes through it: commands are run, files are written, what is shown is compared."""

from __future__ import annotations

import re

from tests.pages.blocks import Block
from tests.pages.output import said
from tests.pages.shell import Shell


class Session:
    """Plays blocks one after the other.

    A block whose first line is `# NAME.EXT` is that file, in the shell's folder. Of the others, `sh` is run and must
    succeed; `python` is run; `hcl` is a configuration that must be valid; `text` is what was said last, or some of it,
    or a transcript: each line after `$ ` is run, whatever its exit code, and must say the lines below it; after
    `$ cat NAME` they are that file.
    """

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._said = ""

    def play(self, block: Block) -> None:
        """Run the block, or compare it with what was said."""
        if block.file_name is not None:
            path = self._shell.where / block.file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            self._run(block, block.text)
        elif block.language in ("text", "console"):
            self._compare(block)
        elif block.language == "python":
            (self._shell.where / "program.py").write_text(block.text, encoding="utf-8")
            self._run(block, "python program.py")
        elif block.language == "hcl":
            (self._shell.where / "main.tf").write_text(block.text, encoding="utf-8")
            self._run(block, "terraform init -no-color && terraform validate -no-color")
        else:
            raise AssertionError(f"{block}: no way to run it in a session; name a file in its first line")

    def _run(self, block: Block, script: str) -> None:
        code, self._said = self._shell.run(script)
        assert code == 0, f"{block}: exit code {code}\n{script}\n{self._said}"

    def _compare(self, block: Block) -> None:
        if not block.text.startswith("$ "):
            self._expect(block, block.text)
            return
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if shows := re.fullmatch(r"cat ([\w./-]+)", command):
                (self._shell.where / shows[1]).write_text(shown, encoding="utf-8")
                continue
            _, self._said = self._shell.run(command)
            self._expect(block, shown)

    def _expect(self, block: Block, shown: str) -> None:
        missing = said(shown, self._said)
        assert missing is None, f"{block}: nothing says\n  {missing}\nIt was:\n{self._said}"
