"""Killed at any moment, gone on with, and nobody can tell."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from assessor.collect.spool import Outcome, Spool
from assessor.model.errors import SnapshotError, UsageError
from tests.collect.conftest import Snapshot
from tests.collect.graph import Graph
from tests.collect.tenant import Tenant

LENGTH = 3.0
"""Seconds that an undisturbed run takes, from the first request, with this latency."""


def command(graph, out, *more):
    return [sys.executable, "-m", "assessor", "collect", "--quiet", "--scope", "full", "--auth", "token", "--graph-url", graph.url, "--out", out, *more]


def finished(half):
    """Source and key of every chain that the journal calls done."""
    lines = (half / "journal.ndjson").read_text().split("\n")[:-1] if (half / "journal.ndjson").exists() else []
    return {(one["source"], one.get("key", "")) for one in map(json.loads, lines) if "end" in one}


def wait_for_requests(graph, process):
    while not graph.log and process.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.usefixtures("token")
def test_killed_at_a_random_moment_and_gone_on_with(seed, samples, tmp_path):
    out, half = tmp_path / "out", tmp_path / "out.partial"
    moment = LENGTH * random.Random(seed).random() ** 2  # noqa: S311  # most of the work is at the beginning
    with Graph(Tenant.of_snapshot(samples / "school_before"), page_size=9, latency=0.08) as graph:
        process = subprocess.Popen(command(graph, out), start_new_session=True)
        wait_for_requests(graph, process)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if half.exists() or not out.exists():
            members = {key for source, key in finished(half) if source == "groupMembers"}
            before = len(graph.log)
            subprocess.run(command(graph, out, "--resume"), check=True, timeout=60)
            again = "\n".join(graph.log[before:])
            assert not [key for key in members if f"/groups/{key}/members" in again], "a finished list was read again"

    assert Snapshot(out).everything() == Snapshot(samples / "school_before").everything()
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("token")
def test_an_interrupt_says_how_to_go_on(stop, before, tmp_path):
    out = tmp_path / "out"
    with Graph(before, latency=0.2) as graph:
        process = subprocess.Popen(command(graph, out), stderr=subprocess.PIPE, text=True)
        wait_for_requests(graph, process)
        time.sleep(0.3)
        process.send_signal(stop)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert oct((tmp_path / "out.partial").stat().st_mode & 0o777) == "0o700"
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "out.partial").iterdir()} == {0o600}


def test_without_resume_an_unfinished_run_is_not_touched(before, gather, tmp_path):
    (tmp_path / "out.partial").mkdir()
    with Graph(before) as graph, pytest.raises(UsageError, match="--resume"):
        gather(graph)


def test_a_snapshot_that_is_there_is_not_touched(before, gather, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").write_text("mine")
    with Graph(before) as graph, pytest.raises(SnapshotError, match="already"):
        gather(graph)


def test_resume_with_nothing_to_go_on_with_begins(before, gather):
    with Graph(before) as graph:
        assert gather(graph, resume=True).collections["users"]["status"] == "collected"


def test_resume_wants_the_same_question(before, gather):
    with Graph(before) as graph:
        graph.token = "another"
        with pytest.raises(Exception, match="resume"):
            gather(graph)
        with pytest.raises(UsageError, match="was begun with scope full"):
            gather(graph, resume=True, scope="privileged")


def test_killed_before_anything_was_written_is_begun_anew(before, gather, tmp_path):
    (tmp_path / "out.partial").mkdir()
    (tmp_path / "out.partial" / "run.json.new").write_text('{"sco')
    with Graph(before) as graph:
        assert gather(graph, resume=True).collections["users"]["status"] == "collected"


def test_killed_while_the_snapshot_was_written_asks_graph_for_nothing_more(before, gather, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with Graph(before) as graph:
        whole = gather(graph, name="whole").everything()
        with monkeypatch.context() as patch:
            patch.setattr("assessor.collect.run.write_snapshot", killed)
            with pytest.raises(KeyboardInterrupt):
                gather(graph)
        asked = len(graph.log)
        again = gather(graph, resume=True)

    assert graph.log[asked:] == []
    assert again.everything() == whole


CHAIN, OTHER = ("users", ""), ("groupMembers", "g1")


@pytest.fixture
def spool(tmp_path):
    made = Spool(tmp_path / "x.partial")
    made.begin({"scope": "full"})
    return made


def reopened(spool):
    spool.close()
    made = Spool(spool.folder)
    made.resume()
    return made


def test_pages_of_a_list_without_an_end_do_not_count(spool):
    spool.page(CHAIN, [b'{"id":"1"}', b'{"id":"2"}'])
    spool.page(OTHER, [b'{"id":"3"}'])
    spool.end(OTHER, Outcome(page=1))
    again = reopened(spool)

    assert list(again.rows(OTHER)) == [b'{"id":"3"}']
    assert list(again.rows(CHAIN)) == []
    assert set(again.ends) == {OTHER}


def test_pages_of_two_runs_are_not_mixed(spool):
    spool.page(CHAIN, [b'{"id":"old"}'])
    second = reopened(spool)
    second.page(CHAIN, [b'{"id":"new"}'])
    second.end(CHAIN, Outcome(page=1))

    assert list(reopened(second).rows(CHAIN)) == [b'{"id":"new"}']


def test_a_torn_line_of_the_journal_is_as_if_it_were_not_there(spool):
    spool.page(CHAIN, [b'{"id":"1"}'])
    spool.end(CHAIN, Outcome(page=1))
    spool.close()
    journal = spool.folder / "journal.ndjson"
    os.truncate(journal, journal.stat().st_size - 4)

    assert reopened(spool).ends == {}


def test_rows_that_are_not_as_they_were_written_are_read_again(spool):
    spool.page(CHAIN, [b'{"id":"1"}'])
    spool.end(CHAIN, Outcome(page=1))
    spool.close()
    (spool.folder / "users.rows").write_bytes(b'{"id":"x"}\n')

    assert reopened(spool).ends == {}


def test_a_failure_is_tried_again_and_a_refusal_is_not(spool):
    spool.end(CHAIN, Outcome("failed", status=500))
    spool.end(OTHER, Outcome("forbidden", status=403))

    assert set(reopened(spool).ends) == {OTHER}


def test_once_all_is_read_a_failure_stays_in_the_snapshot_that_is_to_be_written(spool):
    spool.end(CHAIN, Outcome("failed", status=500))
    spool.finished()

    assert set(reopened(spool).ends) == {CHAIN}
