"""`govpair schema`: the JSON Schema of the organization file, for editors and for checks of one's own."""

from __future__ import annotations

import json
from importlib.resources import files

from custom_resources.scripts.answer import Answer
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run

EXAMPLES = ("govpair schema > organization.schema.json",)


def schema(output: OutputOptions) -> int:
    """Print the JSON Schema of the organization file.

    An editor that knows YAML schemas takes it by a first line such as
    `# yaml-language-server: $schema=organization.schema.json`. With --json it stands in the document, as `schema`.
    """

    def work(task: Task) -> Answer:
        text = files("constructs_lib").joinpath("organization.schema.json").read_text(encoding="utf-8")
        return Answer({"schema": json.loads(text)}, text.rstrip("\n"))

    return run("schema", output, {"schema": None}, work)
