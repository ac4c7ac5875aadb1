"""What is stored of a PIN gives it away to nobody, and an easy one is not taken."""

import pytest

from kiosk.access.secret import SecretKind, WeakSecretError, check_new_secret, matches, new_pepper, nobody, store_form

PEPPER = b"p" * 32
CHEAP = 1 << 10


def test_the_right_one_matches_and_no_other() -> None:
    stored = store_form("271844", PEPPER, cost=CHEAP)
    assert matches("271844", stored, PEPPER)
    assert not matches("271845", stored, PEPPER)
    assert not matches("", stored, PEPPER)


def test_a_stolen_database_without_the_pepper_is_of_no_use() -> None:
    assert not matches("271844", store_form("271844", PEPPER, cost=CHEAP), new_pepper())


def test_the_same_pin_looks_different_each_time_and_is_not_in_it() -> None:
    one, two = store_form("271844", PEPPER, cost=CHEAP), store_form("271844", PEPPER, cost=CHEAP)
    assert one != two
    assert "271844" not in one + two


def test_real_rows_have_the_cost_we_promise() -> None:
    assert store_form("271844", PEPPER).startswith("scrypt$65536$8$1$")


def test_nobody_is_matched_by_nothing() -> None:
    assert not matches("", nobody(PEPPER), PEPPER)
    assert not matches("271844", nobody(PEPPER), PEPPER)


@pytest.mark.parametrize(
    "stored", ["", "scrypt$1$8$1$AA==$AA==$", "plain", "scrypt$1073741824$8$1$AAAA$AAAA", "scrypt$1024$8$1$!$!"]
)
def test_a_broken_or_greedy_row_matches_nothing(stored: str) -> None:
    assert not matches("271844", stored, PEPPER)


@pytest.mark.parametrize(
    "pin", ["12345", "123456", "654321", "111111", "121212", "123123", "abcdef", "1234567890123", ""]
)
def test_an_easy_pin_is_not_taken(pin: str) -> None:
    with pytest.raises(WeakSecretError, match="PIN"):
        check_new_secret(pin, SecretKind.PIN)


@pytest.mark.parametrize("password", ["pendek", "aaaaaaaaaaaaaaaa", "x" * 300])
def test_an_easy_password_is_not_taken(password: str) -> None:
    with pytest.raises(WeakSecretError, match="Kata sandi"):
        check_new_secret(password, SecretKind.PASSWORD)


def test_good_ones_are_taken() -> None:
    check_new_secret("271844", SecretKind.PIN)
    check_new_secret("kuda hijau di atap", SecretKind.PASSWORD)
