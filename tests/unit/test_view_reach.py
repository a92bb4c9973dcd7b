"""What a hostile link or upload may reach: no file but scenarios, no folder's name, no body that holds up a page."""

from pathlib import Path

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk, sentences
from whitesmoke.page.jobs import Job
from whitesmoke.page.panels.controls import uploaded
from whitesmoke.page.panels.whatif import changed
from whitesmoke.page.reach import MOST_MEMBERS, without_folders
from whitesmoke.page.setup import Setup, from_query, to_query
from whitesmoke.scenario.files import folders

NAMES_A_FILE = [
    "sources=/etc/passwd",
    '"sources"="secret.csv"',
    "sources=",
    "record.tallies='/etc/passwd'",
    "record.commitments=/etc/passwd",
    'record={ tallies = "/etc/passwd" }',
    'network.layers=[{ kind = "file", file = "/etc/passwd" }]',
    "network.layers.0.file=/etc/passwd",
    "members_table.file=/etc/passwd",
    "extends=/etc/passwd",
]
REFUSED = (
    *("may not name a file", "the table has been read by then", 'there is no "extends"', "reads no file"),
    "nothing is given there to be taken away",
)


@pytest.fixture
def desk():
    found = Desk(Negotiation, Setup("tutorial"))
    yield found
    found.close()


@pytest.mark.parametrize("change", NAMES_A_FILE)
def test_a_link_names_no_file(desk, change):
    link = from_query(to_query(Setup("tutorial", changes=(change,))), ["tutorial"], Setup("tutorial"))
    assert not desk.open(link)
    assert any(words in desk.problems[0] for words in REFUSED)
    opened = Desk(Negotiation, link)
    assert opened.setup.changes == ()
    assert opened.problems == desk.problems
    opened.close()
    path, _, value = change.partition("=")
    changed(desk, {path: value or '""'})
    assert any(words in desk.answer[0] for words in REFUSED)


def test_a_link_carries_nothing_that_its_command_cannot(desk):
    link = from_query("scenario=tutorial&set=demands.harbour.text%3Da%00b", ["tutorial"], Setup("tutorial"))
    assert link.changes == ("demands.harbour.text=a\0b",)
    assert not desk.open(link)
    assert desk.problems == ['"demands.harbour.text=a\\x00b": a change has no zero byte; take it out']


def test_what_a_page_says_has_no_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    package = folders()[-1].resolve()
    said = f"{package}/a.toml:3: x; '{tmp_path}/b c/d.csv', \"/etc/passwd\", C:\\Users\\me\\e.toml, http://x.org/y, 2/3"
    assert without_folders(said) == "a.toml:3: x; 'b c/d.csv', \"passwd\", e.toml, http://x.org/y, 2/3"


def test_errors_of_files_elsewhere_name_the_file_only(tmp_path):
    (tmp_path / "mine.toml").write_text('extends = "tutorial.toml"\ndemands.harbour.worht = 3\n')
    (tmp_path / "tutorial.toml").write_bytes(catalogue("tutorial")[1]["tutorial"].path.read_bytes())
    with pytest.raises(WhitesmokeError) as refused:
        catalogue(str(tmp_path / "mine.toml"))
    assert sentences(refused.value)[0].startswith("mine.toml:2: demands.harbour.worht: unknown field")


def test_a_job_that_fails_names_no_folder():
    def work(job):
        raise OSError(28, "No space left on device", "/secret/place/half.parquet")

    job = Job(work, lambda: None, 1)
    job._run()
    assert job.error == "The runs stopped: OSError: [Errno 28] No space left on device: 'half.parquet'"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\ud800", "no text"),
        ('extends = ".."', "folder"),
        ('extends = ""', "folder"),
        ('extends = "/etc/passwd"', "another folder"),
        ("a=" + "[" * 100_000, "too deeply"),
        ('extends = "mine.toml"', "cannot extend itself"),
        ('extends = "tutorial.toml"\nparameters.speed = nan', "finite number"),
        ('extends = "tutorial.toml"\ntitle = "\x1b[31m"', "illegal character"),
        ("PK\x03\x04" + "\x00" * 1000, "not TOML"),
        (
            'extends = "tutorial.toml"\n[members]\n' + "\n".join(f"A{i:05d} = {{}}" for i in range(10_000)),
            "10,000 members",
        ),
        ('extends = "tutorial.toml"\nblocs.all.generate = 900000', "900,000 members"),
    ],
    ids=range(11),
)
def test_a_hostile_upload_is_a_sentence(desk, text, words):
    uploaded(desk, {"name": "mine.toml", "text": text})
    assert words in desk.problems[0]
    assert desk.setup == Setup("tutorial")
    assert str(Path.cwd()) not in desk.problems[0]


@pytest.mark.parametrize(
    "name", ["../x.toml", "/etc/passwd", "a\x00b.toml", "x" * 5000, "<b>.toml", "\ud800.toml", "con/"]
)
def test_an_upload_has_a_plain_name(desk, name):
    uploaded(desk, {"name": name, "text": 'extends = "tutorial.toml"'})
    assert desk.problems[0].endswith("letters, digits, - and _")
    assert len(desk.problems[0]) < 200
    assert desk.uploaded == {}


@pytest.mark.parametrize("said", [None, 3, [], {}, {"name": 3}, {"name": "a.toml", "text": 3}, {"text": "x"}])
def test_what_is_no_upload_is_a_sentence_or_nothing(desk, said):
    uploaded(desk, said)
    assert desk.uploaded == {}


def test_a_change_makes_no_body_that_holds_up_every_page(desk):
    for change in ("blocs.western.generate=1000000", f"blocs.western.generate={MOST_MEMBERS - 5}"):
        assert not desk.open(Setup("council", changes=(change,)))
        assert "members: a page takes up to 1,000" in desk.problems[0]


@pytest.mark.parametrize("value", ["1\x00", "1\n2", "\x1b", "\ud800", "\x9b31m"])
def test_a_change_has_no_sign_that_steers(desk, value):
    changed(desk, {"title": value})
    assert desk.answer == ["title: a change is one line of at most 200 characters"]
