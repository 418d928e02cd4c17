"""The settings: read once, documented, and a bad value named in one line."""
from datetime import timedelta
from pathlib import Path

import pytest

from hub import settings, settings_page
from tests.conftest import ROOT


def test_an_empty_environment_gives_the_defaults() -> None:
    found = settings.read({})
    assert found == settings.Settings()
    assert found.database_url is None
    assert (found.host, found.port, found.data) == ("127.0.0.1", 8000, Path(".data"))
    assert found.algorithms == ("EdDSA",)


def test_values_are_read_with_their_types() -> None:
    found = settings.read({
        "DATABASE_URL": "postgresql://u:p@db/sandan", "PORT": "8080", "SANDAN_JWT_FAMILY": "RS",
        "SANDAN_CORS_ORIGINS": "https://a.example.cn, https://b.example.cn:8443", "SANDAN_ANSWER_HOURS": "1.5",
        "SANDAN_CORS_HEADERS": "X-Tenant, x-b",
        "SANDAN_SOCKET_ORIGINS": "https://servicewechat.com",
        "SANDAN_URL": "https://hub.example.cn/", "SANDAN_LOG_FORMAT": "json"})
    assert found.port == 8080
    assert found.algorithms == ("RS256", "RS384", "RS512")
    assert found.cors_origins == ("https://a.example.cn", "https://b.example.cn:8443")
    assert found.cors_headers == ("x-tenant", "x-b")
    assert found.socket_origins == ("https://servicewechat.com",)
    assert found.answer_within == timedelta(minutes=90)
    assert found.client_url == "https://hub.example.cn"


def test_an_empty_variable_is_an_unset_one() -> None:
    assert settings.read({"PORT": " ", "DATABASE_URL": ""}) == settings.Settings()


@pytest.mark.parametrize(("variable", "value"), [
    ("PORT", "eighty"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "9" * 5000), ("PORT", "８０"), ("PORT", "-1"),
    ("DATABASE_URL", "mysql://localhost/x"), ("DATABASE_URL", "localhost"),
    ("SANDAN_POOL_SIZE", "1"), ("SANDAN_JWKS", "/no/such/file"), ("SANDAN_JWKS", "ftp://keys.example.cn/jwks"),
    ("SANDAN_JWT_FAMILY", "HS"), ("SANDAN_JWT_FAMILY", "none"), ("SANDAN_JWT_LEEWAY_SECONDS", "nan"),
    ("SANDAN_CORS_ORIGINS", "lists.example.cn"), ("SANDAN_CORS_ORIGINS", "https://lists.example.cn/app"),
    ("SANDAN_CORS_HEADERS", "x-a b"), ("SANDAN_CORS_HEADERS", "x-名"),
    ("SANDAN_ANSWER_HOURS", "soon"), ("SANDAN_LOG_FORMAT", "xml"), ("SANDAN_URL", "hub.example.cn"),
])
def test_a_bad_value_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(settings.BadSetting) as caught:
        settings.read({variable: value})
    assert str(caught.value).startswith(f"{variable}=")
    assert " must be " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_secret_is_not_shown() -> None:
    with pytest.raises(settings.BadSetting) as caught:
        settings.read({"DATABASE_URL": "mysql://u:secret@db/x"})
    assert "secret" not in str(caught.value)


def test_the_page_says_what_the_class_says() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page.page()


def test_each_variable_is_declared_once() -> None:
    variables = [declared.metadata["variable"] for declared in settings.declarations()]
    assert len(variables) == len(set(variables))
