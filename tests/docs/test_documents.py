"""The README and the guides are executed: every command and every snippet."""

import re
from pathlib import Path

import pytest
from whitesmoke.commands.cli import main
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

from tests.docs.test_examples import LINES

ROOT = Path(__file__).parents[2]
ALONE = ("facts", "forecasters", "nowcast", "power", "theory")
PLAYED_AS_EXAMPLES = {f"whitesmoke {line}" for line in LINES if line.split()[0] in ALONE}
"""By test_examples"""
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[tuple[str, str]]:
    """Every fenced block of a language: where it stands, and its text."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in re.finditer(rf"^```{language}[^\n]*\n(.*?)^```", text, re.M | re.S):
            line = text[: match.start()].count("\n") + 1
            found.append((f"{document.relative_to(ROOT)}:{line}", match.group(1)))
    return found


def commands() -> list[tuple[str, str]]:
    """Every command that is shown, but those that the help has as examples, word for word, and that need no file."""
    lines = [(where, line[2:]) for where, text in blocks("console") for line in text.splitlines() if line[:2] == "$ "]
    return [(where, line) for where, line in lines if line not in PLAYED_AS_EXAMPLES]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to work in, with experiments and tables of the guides: what one command writes, the next one finds."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "experiments").mkdir()
    (folder / "press").mkdir()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in re.finditer(r'^```\w+ title="((?:experiments|press)/[^"]+)"\n(.*?)^```', text, re.M | re.S):
            (folder / match[1]).write_text(match[2], encoding="utf-8")
    return folder


@pytest.mark.parametrize(("where", "command"), commands())
def test_command_runs(
    where: str, command: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.startswith("whitesmoke "), f"{where}: a console block shows whitesmoke commands"
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)[1:]]
    (desk / "scenarios").mkdir(exist_ok=True)
    monkeypatch.chdir(desk)
    with pytest.raises(SystemExit) as left:
        main(words)
    assert (left.value.code or 0) == 0, f"{where}: {command}\n{capsys.readouterr().err}"


def shown() -> list[tuple[str, str, str]]:
    """Every Python block with a text block right after it: where it stands, the snippet, and what it says it prints."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in re.finditer(r"```python\n((?:(?!```)[^\n]*\n)*)```\n\n```text\n((?:(?!```)[^\n]*\n)*)```", text):
            line = text[: match.start()].count("\n") + 1
            found.append((f"{document.relative_to(ROOT)}:{line}", match.group(1), match.group(2)))
    return found


@pytest.mark.parametrize(("where", "text", "output"), shown())
def test_python_prints_what_is_shown(
    where: str, text: str, output: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    exec(compile(text, where, "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out == output


SHOWN = [where for where, _, _ in shown()]


@pytest.mark.parametrize(("where", "text"), [block for block in blocks("python") if block[0] not in SHOWN])
def test_python_runs(
    where: str, text: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    exec(compile(text, where, "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out, f"{where} prints nothing"


@pytest.mark.parametrize(("where", "text"), [b for b in blocks("toml") if b[1].startswith("# complete")])
def test_scenario_is_complete(where: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(text, encoding="utf-8")
    build(load(file))


def written_in_a_line() -> list[tuple[str, str]]:
    """Every coefficient that a text gives as a distribution in passing: where it stands, and the line of TOML."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in re.finditer(r"`(\w+ = \{ dist = [^`]*\})`", text):
            found.append((f"{document.relative_to(ROOT)}:{text[: match.start()].count('\n') + 1}", match[1]))
    return found


@pytest.mark.parametrize(("where", "line"), written_in_a_line())
def test_a_distribution_in_passing_is_one(where: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    head = f'extends = "{ROOT / "scenarios" / "tutorial.toml"}"\n[parameters]\n'
    file.write_text(head + line + "\n", encoding="utf-8")
    build(load(file))


def test_a_number_of_the_guide_to_inference_is_loaded() -> None:
    assert any(where.startswith("docs/inference.md") for where, _ in written_in_a_line())


LINKED = [*DOCUMENTS, *sorted((ROOT / "results").glob("**/README.md"))]
SHIPPED = [*ROOT.glob("scenarios/**/*.toml"), *ROOT.glob("experiments/*.toml"), *ROOT.glob("sim/**/*.toml")]


def anchors(text: str) -> set[str]:
    """What the headings of a page are called in links."""
    headings = re.findall(r"^#+ +(.*)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_links_lead_somewhere() -> None:
    for document in LINKED:
        for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", document.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            file = document.parent / target if target else document
            assert file.exists(), f"{document} links to {target}"
            if heading and file.suffix == ".md":
                assert heading in anchors(file.read_text(encoding="utf-8")), f"{document} links to {target}#{heading}"


def test_documents_that_shipped_files_name_exist() -> None:
    assert len(SHIPPED) > 40
    for file in SHIPPED:
        for named in re.findall(r"\bdocs/[\w./-]*\.md", file.read_text(encoding="utf-8")):
            assert (ROOT / named).exists(), f"{file} names {named}"
