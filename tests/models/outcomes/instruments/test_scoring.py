"""Scores against third-party vectors, and what must never be scored."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NotFoundError
from models.outcomes.instruments.form import DECLINED, Instrument
from models.outcomes.instruments.library import instrument, instruments
from models.outcomes.instruments.scoring import Responses, score

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "prom_vectors.json").read_text(encoding="utf-8"))
UNSHIPPED = "PROMIS Sleep Disturbance 8-item"
WORDS = {"band", "risk"}
SCORABLE = [each for each in VECTORS if each["kind"] != "trap" and not each["instrument"].startswith(UNSHIPPED)]


def named(vector: dict[str, object]) -> str:
    return f"{vector['instrument']}-{vector['kind']}-{vector['responses']}"


@pytest.mark.parametrize("vector", SCORABLE, ids=named)
def test_that_a_score_is_the_one_that_others_compute(vector: dict[str, dict[str, object]]) -> None:
    expected = vector["expected"]
    scored = score(str(vector["instrument"]), vector["responses"])  # type: ignore[arg-type]  # as read from the file
    if "needs" in expected or expected in ({"mean": None}, {"percent_rounded": None}):
        assert not scored.valid
        assert not scored.scores
        return
    assert scored.valid
    assert scored.reason == ""
    for key, value in expected.items():
        if key not in WORDS:
            assert scored.scores[key] == pytest.approx(value), key


def test_that_the_bands_change_where_those_of_others_change() -> None:
    pairs = {
        (name, key, vector["expected"][key], score(name, vector["responses"]).scores[key])
        for vector in SCORABLE
        for name in [vector["instrument"]]
        for key in WORDS & vector["expected"].keys()
    }
    theirs = {(name, key, word) for name, key, word, _ in pairs}
    ours = {(name, key, word) for name, key, _, word in pairs}
    assert len(pairs) == len(theirs) == len(ours)


@pytest.mark.parametrize("vector", [each for each in VECTORS if each["kind"] == "trap"], ids=named)
def test_that_a_known_wrong_answer_is_not_matched(vector: dict[str, object]) -> None:
    scored = score(str(vector["instrument"]), vector["responses"])  # type: ignore[arg-type]  # as read from the file
    match vector["expected"]:
        case {"lforms_total": wrong}:
            assert not scored.valid
            assert scored.scores.get("total") != wrong
        case {"wrong_value_seen": wrong, "correct": right} | {"v1_value_seen": wrong, "v2": right}:
            assert scored.scores["t"] == right != wrong
        case other:
            pytest.fail(f"an unknown trap: {other}")


def test_that_a_table_from_one_doubtful_source_is_not_shipped() -> None:
    with pytest.raises(NotFoundError):
        instrument("promis_sd8a")


@pytest.mark.parametrize("form", [each.id for each in instruments()])
def test_that_a_blank_form_has_no_score(form: str) -> None:
    count = instrument(form).fewest or len(instrument(form).items)
    scored = score(form, [None] * count)
    assert not scored.valid
    assert not scored.scores
    assert scored.reason.endswith((".", "!"))
    assert scored.blank == tuple(range(1, count + 1))


LENIENT = {"odi", "rmdq24", "fabq", "promis_global10", "6mwt", "cst30"}
REQUIRE_ALL = [each for each in instruments() if each.id not in LENIENT]


@pytest.mark.parametrize("known", REQUIRE_ALL, ids=lambda form: str(form.id))
@given(data=st.data())
def test_that_one_blank_leaves_no_main_score(known: Instrument, data: st.DataObject) -> None:
    answers: list[int | str | None] = [data.draw(st.integers(*known.bounds(item))) for item in known.items]
    assert score(known.id, answers).valid
    answers[data.draw(st.integers(0, len(answers) - 1))] = data.draw(st.sampled_from([None, DECLINED]))
    scored = score(known.id, answers)
    assert not scored.valid
    assert known.main[0] not in scored.scores


@given(data=st.data())
def test_that_every_score_lies_in_the_stated_range(data: st.DataObject) -> None:
    known = data.draw(st.sampled_from([each for each in instruments() if each.maximum is not None]))
    scored = score(known.id, [data.draw(st.integers(*known.bounds(item))) for item in known.items])
    lowest, highest = known.range
    value = scored.scores[known.main[0]]
    assert isinstance(value, int | float)
    assert highest is not None
    assert lowest <= value <= highest


@pytest.mark.parametrize(
    ("form", "responses", "part"),
    [
        ("peg", [5, 11, 5], "Answer 2 is 11, but PEG takes from 0 to 10."),
        ("peg", [5, -1, 5], "Answer 2 is -1"),
        ("peg", [5, 5.5, 5], "whole numbers"),
        ("peg", [5, math.nan, 5], "Answer 2 is not a number."),
        ("peg", [5, math.inf, 5], "Answer 2 is not a number."),
        ("peg", [5, "5", 5], "Answer 2 is not a number."),
        ("peg", [5, True, 5], "Answer 2 is not a number."),
        ("peg", [5, 10**400, 5], "far too large"),
        ("peg", [5, 5], "PEG has 3 answers, and 2 were given."),
        ("peg", [5, 5, 5, 5], "PEG has 3 answers, and 4 were given."),
        ("peg", [], "and 0 were given."),
        ("peg", {"raw_sum": 12}, "are not a list."),
        ("peg", "555", "are not a list."),
        ("psfs", [1], "has 2 to 5 answers"),
        ("promis_pi4a", {"raw_sum": 3}, "whole sums from 4 to 20"),
        ("promis_pi4a", {"raw_sum": 21}, "whole sums from 4 to 20"),
        ("promis_pi4a", {"raw_sum": 4.5}, "whole sums from 4 to 20"),
        ("promis_pi4a", {"raw_sum": None}, "The raw sum is not a number."),
        ("promis_pi4a", {"total": 12}, "are not a list."),
        ("cst30", {"age": 70}, "a test that was not done is not 0"),
        ("cst30", {"stands": "many"}, "Answer 1 is not a number."),
        ("rmdq24", [None] * 24, "Confirm that none of the statements apply"),
        ("rmdq24", [0] * 23 + [None], "Confirm that none of the statements apply"),
    ],
)
def test_that_what_cannot_be_right_is_refused_with_a_sentence(form: str, responses: Responses, part: str) -> None:
    scored = score(form, responses)
    assert not scored.valid
    assert not scored.scores
    assert part in scored.reason


def test_that_phq9_raises_its_flag_whatever_the_rest_says() -> None:
    assert score("phq9", [0] * 8 + [1]).scores["item9_flag"] is True
    assert score("phq9", [3] * 8 + [0]).scores["item9_flag"] is False
    with_blanks = score("phq9", [None] * 8 + [2])
    assert not with_blanks.valid
    assert with_blanks.scores == {"item9_flag": True}


def test_that_the_flag_of_phq9_is_never_imputed() -> None:
    assert "item9_flag" not in score("phq9", [3] * 8 + [None]).scores


def test_that_phq9_gives_what_the_house_promises() -> None:
    scored = score("phq9", [2, 2, 2, 2, 1, 1, 1, 1, 0])
    assert scored.scores == {"total": 12, "band": "Moderate depression", "item9_flag": False}


def test_that_a_complete_half_of_phq4_keeps_its_own_score() -> None:
    scored = score("phq4", [3, 3, None, 1])
    assert not scored.valid
    assert scored.scores == {"anxiety_gad2": 6, "anxiety_positive": True}


def test_that_a_person_without_work_still_has_a_score_of_activity() -> None:
    scored = score("fabq", [None, 1, 2, 3, 4] + [None] * 11)
    assert scored.valid
    assert scored.scores == {"pa": 10, "pa_high": False}


def test_that_a_tick_list_takes_ticks_and_leaves_unticked_as_no() -> None:
    assert score("rmdq24", [True, None, 1] + [None] * 21).scores == {"total": 2}


def test_that_the_oswestry_percentage_is_taken_of_the_answered_sections() -> None:
    scored = score("odi", [2, 2, 2, 2, 2, 2, 2, None, 1, 1])
    assert scored.scores["percent"] == 35.6
    assert scored.scores["percent_rounded"] == 36


def test_that_items_and_their_sum_give_the_same_t_score() -> None:
    assert score("promis_dep4a", [3, 3, 3, 3]).scores == score("promis_dep4a", {"raw_sum": 12}).scores


@pytest.mark.parametrize("name", ["PHQ-9", "phq 9", "STarT Back", "RMDQ-24", "PROMIS Depression 4a (v1.0)"])
def test_that_a_form_answers_to_its_other_names(name: str) -> None:
    assert instrument(name).id in {"phq9", "startback", "rmdq24", "promis_dep4a"}


def test_that_an_unknown_form_is_named_in_the_refusal() -> None:
    with pytest.raises(NotFoundError, match="no form called sf36"):
        score("sf36", [1])


def test_that_each_score_says_by_which_rules_it_was_made() -> None:
    assert all(score(each.id, []).rule_version == each.rule_version for each in instruments())
