"""The formats of a report by name."""

from __future__ import annotations

from custom_resources.scripts.report.document import Report


def write(report: Report, written_as: str) -> str:
    """Return the report as `html`, `mermaid`, `csv` or `json`; text that ends with a newline."""
    if written_as == "html":
        from custom_resources.scripts.report.page import page_of

        return page_of(report)
    if written_as == "mermaid":
        from custom_resources.scripts.report.diagram import mermaid_of

        return mermaid_of(report)
    if written_as == "csv":
        from custom_resources.scripts.report.table import csv_of

        return csv_of(report)
    import json

    from custom_resources.scripts.report.document import document_of_report

    return json.dumps(document_of_report(report), indent=2, ensure_ascii=False) + "\n"
