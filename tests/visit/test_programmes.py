"""Somebody who mixes the programmes up reads what each one is, and goes home or on with the right one."""

from datetime import UTC, date, datetime

from kiosk.domain.catalogue.programmes import Aspect
from kiosk.domain.leaflet import leaflet_of, lone_sentences
from kiosk.visit.view import AttractDetail, ProgrammeDetail, ScreenId, TicketDetail
from tests.visit.player import CATALOGUE, Player

TODAY = date(2026, 11, 25)


def detail(player: Player) -> ProgrammeDetail:
    found = player.view.detail
    assert isinstance(found, ProgrammeDetail)
    return found


def ids(player: Player) -> list[str]:
    return [choice.choice_id for choice in player.view.choices]


def test_from_the_first_screen_the_five_are_one_tap_away() -> None:
    player = Player().tap("programmes")
    assert ids(player) == [f"programme:{one}" for one in ("jht", "jp", "jkk", "jkm", "jkp")]
    assert all(choice.hint for choice in player.view.choices)


def test_one_is_told_in_four_answers_with_what_they_rest_on() -> None:
    player = Player().tap("programmes", "programme:jht")
    told = detail(player)
    assert [one.heading for one in told.told] == ["Apa ini?", "Siapa yang membayar?", "Kapan dibayarkan?", "Yang bukan"]
    assert "PP 46/2015" in told.sources
    assert "Permenaker 4/2022" in told.sources
    assert "pasal" not in told.sources, "the articles stand on the sheet"
    assert told.sources.count("PP 46/2015") == 1


def test_savings_and_pension_stand_side_by_side_with_their_difference() -> None:
    player = Player().tap("programmes", "programme:jht", "compare-with", "compare:jp")
    told = detail(player)
    assert told.names == ("JHT", "JP")
    assert all(len(one.columns) == 2 and all(one.columns) for one in told.told)
    assert "sekaligus" in told.difference
    player.tap("compare-with")
    assert "compare:jht" not in ids(player), "never beside itself"
    assert player.tap("compare:jkm", "back").screen is ScreenId.COMPARE_WITH


def test_its_papers_and_a_number_are_one_tap_on() -> None:
    player = Player().tap("programmes", "programme:jht", "programme-papers")
    assert player.screen is ScreenId.QUESTION
    assert player.desk.requests == []


def test_a_sheet_is_printed_twice_at_most_and_its_news_arrive() -> None:
    player = Player(prompt=False).tap("programmes", "programme:jkp", "leaflet")
    assert player.desk.leaflets == [("jkp", "id")]
    assert "dicetak" in detail(player).paper
    assert not next(choice for choice in player.view.choices if choice.choice_id == "leaflet").enabled
    player.desk.prints = False
    player.desk.answer()
    assert "belum dapat" in detail(player).paper or "dicetak" in detail(player).paper


def test_reading_leaves_nothing_behind() -> None:
    player = Player().tap("programmes", "programme:jkk", "finish", "new-visit")
    assert player.visit.state.programme == ""
    assert player.visit.state.trail == ()


def test_a_visitor_after_closing_time_can_read_too() -> None:
    player = Player()
    player.clock.jump(hours=12)
    player.visit.tick()
    assert player.screen is ScreenId.CLOSED
    assert player.tap("programmes").screen is ScreenId.PROGRAMMES


def test_the_first_screen_tells_one_fact_and_another_half_a_minute_later() -> None:
    player = Player()
    first = player.view.detail
    assert isinstance(first, AttractDetail)
    player.clock.advance(seconds=30)
    second = player.view.detail
    assert isinstance(second, AttractDetail)
    assert len(first.facts) == len(second.facts) == 1
    assert first.facts != second.facts
    assert not isinstance(first, TicketDetail)


def test_what_was_true_in_2026_is_not_said_in_2028() -> None:
    def said(day: date) -> str:
        return " ".join(" ".join(answer.sentences) for answer in leaflet_of(CATALOGUE, "jp", "id", day).answers)

    assert "59 tahun" in said(TODAY)
    assert "60 tahun" in said(datetime(2028, 1, 1, tzinfo=UTC).date())
    assert "59 tahun" not in said(date(2028, 1, 1))


def test_every_programme_answers_all_four_in_both_languages_and_names_its_grounds() -> None:
    for programme in CATALOGUE.programmes:
        for language in CATALOGUE.languages:
            leaflet = leaflet_of(CATALOGUE, programme.programme_id, language, TODAY)
            assert [answer.aspect for answer in leaflet.answers] == list(Aspect)
            for answer in leaflet.answers:
                assert answer.sentences, f"{programme.programme_id} {language} {answer.aspect}"
                assert len(answer.sources) == len(answer.sentences)


def test_a_lone_sentence_says_which_programme_it_is_about() -> None:
    for sentence in lone_sentences(CATALOGUE, "id", TODAY):
        assert "(" in sentence.split(":")[0], sentence
