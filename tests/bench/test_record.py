"""RESULTS.md keeps what people wrote, and only the last results."""

from __future__ import annotations

from pathlib import Path

from benchmarks.record import record


def test_only_the_section_between_the_marks_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text("# Results\n\n## speed\n\nWhy.\n\n<!-- speed --><!-- end of speed -->\n\nAfterwards.\n")
    record("speed", "make bench", "| first \\1 |", path)
    record("speed", "make bench", "| second \\1 |\n", path)
    text = path.read_text()
    assert text.startswith("# Results\n\n## speed\n\nWhy.\n\n<!-- speed -->\n`make bench`, ")
    assert text.endswith("\n\n| second \\1 |\n<!-- end of speed -->\n\nAfterwards.\n")
    assert "first" not in text


def test_a_new_section_goes_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text("# Results\n")
    record("cases", "some command", "a table", path)
    assert path.read_text().startswith("# Results\n\n## cases\n\n<!-- cases -->\n`some command`, ")
    assert path.read_text().endswith("\na table\n<!-- end of cases -->\n")
