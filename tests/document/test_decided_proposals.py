"""Chances are learnt from verdicts on proposals of the model under review, not from those on another one's."""

from dataclasses import replace
from pathlib import Path

from metst_gui.document.decided_proposals import decided_proposals
from tests.document.factory import make_proposal, make_run
from tests.document.projects import make_document


def test_verdicts_on_what_only_the_second_run_found_teach_nothing_of_the_first(qapp, tmp_path: Path) -> None:
    document = make_document(tmp_path / "p.metst")
    current = document.view.run
    document.set_run(replace(make_run(make_proposal(600), make_proposal(700), run_id="again"), model_digest="1" * 64))
    document.set_run(replace(make_run(make_proposal(800), run_id="same"), model_digest=current.model_digest))
    document.put_run(document.focus.video_id, current.id)
    document.reject(document.view.proposals[0])
    document.second.choose("again")
    document.accept(document.view.only_second[0])
    document.reject(document.view.only_second[0])
    assert [one.accepted for one in decided_proposals(document)] == [False]
    document.second.choose("same")
    document.accept(document.view.only_second[0])
    assert [one.accepted for one in decided_proposals(document)] == [False, True]
    document.ledger.store.close()


def test_verdicts_on_a_clip_that_two_models_scored_teach_nothing_of_the_first_alone(qapp, tmp_path: Path) -> None:
    document = make_document(tmp_path / "p.metst")
    current = document.view.run
    both = make_run(make_proposal(600), run_id="both")
    second = {"model": "first", "second_model": "other", "second_digest": "2" * 64}
    document.set_run(replace(both, model_digest=current.model_digest, **second))
    other = replace(make_run(make_proposal(800), run_id="other"), model_digest=current.model_digest, **second)
    document.set_run(replace(other, second_digest="3" * 64))
    document.put_run(document.focus.video_id, current.id)
    document.reject(document.view.proposals[0])
    document.second.choose("both")
    found = document.view.only_second[0]
    document.accept(found)
    assert document.runs.maker(found) == "first+other"
    assert [one.accepted for one in decided_proposals(document)] == [False]
    document.put_run(document.focus.video_id, "both")
    before = decided_proposals(document)
    document.second.choose("other")
    document.accept(document.view.only_second[0])
    assert decided_proposals(document) == before, "another version of the second model"
    document.ledger.store.close()
