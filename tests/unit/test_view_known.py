"""What is known beside a run: the numbers of the command line, in the background, and which posterior is in use."""

import json

import numpy as np
import pytest
import solara
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import warm
from whitesmoke.page import what_is_known as known
from whitesmoke.page.background import Draws
from whitesmoke.page.dashboard import PARTS, Part
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job
from whitesmoke.page.panels import attributions, nowcasts, outlook, posteriors
from whitesmoke.page.setup import Setup
from whitesmoke.writing.estimates import Interval, may_be_luck, percent


@pytest.fixture(autouse=True, scope="module")
def compiled():
    warm.start()


@pytest.fixture
def desk():
    found = Desk(Negotiation, Setup("tutorial", "majority", 3, changes=("demands.harbour.worth=2.5",)))
    yield found
    found.close()


def over(desk, panel, job):
    desk.begin(panel, job)
    desk.jobs[panel].thread.join(300)
    assert desk.jobs[panel].error == ""


def printed(command, capsys, *more):
    assert whitesmoke([*command.removeprefix("whitesmoke ").split(), *more, "--json", "--no-figure"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_parts_are_those_of_the_command(desk, capsys, tmp_path):
    over(desk, "attribution", lambda: known.attribution(desk, 40))
    found, said = attributions.state(desk), []
    told = printed(found["command"], capsys, "--runs", "40", "--out", str(tmp_path))
    assert desk.jobs["attribution"].result.json() == told
    for part in told["parts"]:
        (row,) = [one for one in found["rows"] if one["part"] == part["label"]]
        said.append(row["net"] == [part["net"][name] for name in ("value", "low", "high")])
        assert row["words"].startswith(f"later in {percent(part['later'])} of runs")
    assert said == [True] * len(told["parts"])
    job = desk.jobs["attribution"]
    assert job.done == job.total - 40  # told as each of them begins to be over


def test_what_could_be_known_is_what_the_command_says(desk, capsys, tmp_path):
    desk.seek(1)
    over(desk, "nowcast", lambda: known.nowcast(desk, 60))
    found = nowcasts.state(desk)
    told = printed(found["command"], capsys, "--runs", "60", "--out", str(tmp_path))
    assert desk.jobs["nowcast"].result.json() == told
    assert told["forecasts"][0]["as_of"] == desk.case.names.date_of_round(1).isoformat()
    rows = {row[0]: row[1:4] for row in found["rows"]}
    stuck = told["forecasts"][0]["outcomes"]["deadlock"]
    assert rows["deadlock"] == [stuck["value"], stuck["low"], stuck["high"]]


def test_another_run_forgets_them_and_cancelling_stops_them(desk):
    job = known.attribution(desk, 4000)
    desk.begin("attribution", lambda: job)
    desk.open(desk.setup._replace(seed=9))
    job.thread.join(120)
    assert (desk.jobs, job.result) == ({}, None)
    assert attributions.state(desk) == {"busy": "", "share": 0.0}


def test_a_day_before_anybody_was_heard_of_is_told_in_words(desk):
    found = Desk(Negotiation, Setup("tutorial", changes=("candidates.dora.entry=2030-02-01",)))
    desk_job = known.nowcast(found, 40)
    found.begin("nowcast", lambda: desk_job)
    desk_job.thread.join(120)
    state = nowcasts.state(found)
    assert state.get("error") or state["sentence"]
    assert "Traceback" not in state.get("error", "")
    found.close()


def test_the_posterior_says_what_it_is_and_how_far_it_spreads(tmp_path, desk):
    draws = np.array([[0.5, 1.0], [1.5, 1.0], [2.5, 1.0]])
    write(Posterior(["parameters.speed", "parameters.patron"], draws, {"cases": ["tutorial"]}), tmp_path)
    found = Desk(Negotiation, Setup("tutorial"), draws=Draws(tmp_path / "posterior.parquet"))
    about = posteriors.about(found)
    assert (about["file"], about["particles"]) == ("posterior.parquet", "3 draws of 2 numbers")
    assert "in-sample" in about["words"]
    assert posteriors.rows(found) == [["parameters.speed", "1.5", "0.6 to 2.4"], ["parameters.patron", "1", "1 to 1"]]
    assert posteriors.about(desk)["how"] == "whitesmoke view tutorial --posterior FILE"
    assert posteriors.rows(desk) == []
    found.close()


def test_a_forecast_from_the_opening_says_why_it_is_not_the_ensemble():
    assert "each run draws its own" in outlook.OPENING


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_drawn(desk, part):
    box, rendered = solara.render(Part(desk, part, PARTS[part], 1), handle_error=False)
    assert box.children[0].attributes["data-part"] == part.lower().replace(" ", "-")
    rendered.close()


def test_work_counts_what_is_done():
    job = Job(lambda job: job.at(500, 2000), lambda: None, 1)
    job.start().thread.join(10)
    assert (job.done, job.total) == (500, 2000)


def test_whether_a_part_may_be_luck_can_be_sent_to_a_browser():
    ends = np.array([0.948, 0.929, 0.967])
    assert may_be_luck(Interval(*ends)) is False
    assert may_be_luck(Interval(*(ends - 0.94))) is True
