"""Every setting of the program: one frozen class, read once from the environment."""
import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal, TypeVar

from hub import failures, setting_values

Value = TypeVar("Value")

JwtFamily = Literal["EdDSA", "ES", "RS", "PS"]
Introspection = Literal["open", "signed-in", "off"]  # as `planner.limits` has it
LogFormat = Literal["text", "json"]

MOST = 999_999_999_999  # that a quota can be: none that anybody reaches
ALGORITHMS: Mapping[JwtFamily, tuple[str, ...]] = {
    "EdDSA": ("EdDSA",),
    "ES": ("ES256", "ES384", "ES512"),
    "RS": ("RS256", "RS384", "RS512"),
    "PS": ("PS256", "PS384", "PS512"),
}


class BadSetting(failures.Failure):
    """A variable of the environment has a value that cannot be used; the message names both."""


def setting(variable: str, about: str, read: Callable[[str], Value], default: Value) -> Value:
    """A field of Settings: the variable it is read from, what it is for, and how its text is read.

    read   turns the text into the value; raises ValueError whose message says what would be right
    """
    declared: Value = field(default=default, metadata={"variable": variable, "about": about, "read": read})
    return declared


@dataclass(frozen=True)
class Settings:
    """What the environment says; a variable that is unset or empty leaves the default."""

    database_url: str | None = setting(
        "DATABASE_URL", "The PostgreSQL (15 or later) to use. Unset: an embedded one in SANDAN_DATA.",
        setting_values.postgres_url, None)
    data: Path = setting(
        "SANDAN_DATA", "Folder of the embedded database and of the demo's signing key.", Path, Path(".data"))
    host: str = setting("HOST", "Address to listen on; 0.0.0.0 for every network.", str, "127.0.0.1")
    port: int = setting("PORT", "Port to listen on.", setting_values.whole(1, 65535), 8000)
    workers: int = setting(
        "WORKERS", "Processes that serve the port together; one for each core is enough.",
        setting_values.whole(1, 64), 1)
    pool_size: int = setting(
        "SANDAN_POOL_SIZE", "Most connections to the database that one process holds for operations. More are slower, unless "
        "the database is far away (docs/profile.md).",
        setting_values.whole(2, 500), 6)
    acquire_within: timedelta = setting(
        "SANDAN_ACQUIRE_SECONDS", "Longest wait for a free connection, in seconds; then 503.",
        setting_values.span("seconds", 0.1, 300), timedelta(seconds=5))
    statement_within: timedelta = setting(
        "SANDAN_STATEMENT_SECONDS", "Longest that PostgreSQL works on one statement of an operation, in seconds; a read that "
        "would take longer is TOO_COSTLY.", setting_values.span("seconds", 0.1, 3600), timedelta(seconds=10))

    operation_within: timedelta = setting(
        "SANDAN_OPERATION_SECONDS", "Longest that all statements of one operation together may take, in seconds; a read that "
        "would take longer is TOO_COSTLY, and no further write of a mutation is begun after it.",
        setting_values.span("seconds", 0.1, 3600), timedelta(seconds=10))

    jwks: str | None = setting(
        "SANDAN_JWKS", "Public keys of the sign-in service: URL or file of its JWK set. `sandan serve` needs it.",
        setting_values.web_url_or_file, None)
    jwt_family: JwtFamily = setting(
        "SANDAN_JWT_FAMILY", "The one family of signature algorithms that is accepted: EdDSA, ES, RS or PS.",
        setting_values.choice(*ALGORITHMS), "EdDSA")
    jwt_issuer: str = setting("SANDAN_JWT_ISSUER", "The `iss` that every token must have.", str, "sandan")
    jwt_audience: str = setting("SANDAN_JWT_AUDIENCE", "The `aud` that every token must have.", str, "sandan")
    jwt_leeway: timedelta = setting(
        "SANDAN_JWT_LEEWAY_SECONDS", "How far the clocks of hub and sign-in service may differ, in seconds.",
        setting_values.span("seconds", 0, 120), timedelta(seconds=10))

    rights_within: timedelta = setting(
        "SANDAN_RIGHTS_SECONDS", "Within how many seconds rights that were changed in the database by hand have their "
        "effect, and a key that the sign-in service withdraws; what is changed by the API has it at once.",
        setting_values.span("seconds", 1, 300), timedelta(seconds=30))

    cors_origins: tuple[str, ...] = setting(
        "SANDAN_CORS_ORIGINS", "Origins whose pages may call the hub, separated by commas; * for any. The demo lets in any "
        "page of its own machine besides.",
        setting_values.origins, ())
    cors_headers: tuple[str, ...] = setting(
        "SANDAN_CORS_HEADERS", "Headers that those pages may send besides the usual ones (docs/clients.md), separated by "
        "commas; * for any.", setting_values.header_names, ())
    socket_origins: tuple[str, ...] = setting(
        "SANDAN_SOCKET_ORIGINS", "Origins whose pages may open a WebSocket, besides the hub's own and "
        "SANDAN_CORS_ORIGINS; mini programs of WeChat are https://servicewechat.com.", setting_values.origins, ())

    body_bytes: int = setting(
        "SANDAN_BODY_BYTES", "Largest request body, and largest WebSocket message, in bytes.",
        setting_values.whole(1024, 100_000_000), 1_048_576)
    text_bytes: int = setting(
        "SANDAN_TEXT_BYTES", "Longest text of an operation, without its variables, in bytes.",
        setting_values.whole(1024, 1_000_000), 65_536)
    kept_bytes: int = setting(
        "SANDAN_KEPT_BYTES", "Memory for the operations' texts and plans that one process remembers, in bytes, about.",
        setting_values.whole(1_000_000, 10_000_000_000), 67_108_864)
    operations: Path | None = setting(
        "SANDAN_OPERATIONS", "Folder of registered operations, which clients ask for by id: JSON files as Apollo's, Relay's or "
        "GraphQL Code Generator's tools write them (docs/clients.md). Read at the start.", setting_values.folder, None)
    only_registered: bool = setting(
        "SANDAN_ONLY_REGISTERED", "on, off: whether every other operation is refused (OPERATION_NOT_REGISTERED), a gateway's, "
        "GraphiQL's and the client commands' too.", setting_values.switch, False)
    fields: int = setting(
        "SANDAN_FIELDS", "Most fields in the operations of a text, once all fragments are spread.",
        setting_values.whole(10, 10_000), 500)
    depth: int = setting("SANDAN_DEPTH", "Deepest nesting of fields in an operation.", setting_values.whole(3, 100), 20)
    files: str | None = setting(
        "SANDAN_FILES", "Where attached files lie: a folder, or a URL that fsspec knows: s3://bucket/prefix (needs the extra "
        "`s3`). All processes of all hubs on a database need the same. Unset: the folder `files` in SANDAN_DATA.", str, None)
    file_bytes: int = setting(
        "SANDAN_FILE_BYTES", "Most bytes of a file that is attached. A proxy must let as many pass below /files/.",
        setting_values.whole(1_024, 1_073_741_824), 10_485_760)
    upload_within: timedelta = setting(
        "SANDAN_UPLOAD_SECONDS", "Seconds until a file that is sent is whole.", setting_values.span("seconds", 1, 3600),
        timedelta(seconds=300))
    cost: int = setting(
        "SANDAN_COST", "Most that an operation may cost, in rows: those of all its pages, and what counts, repeated values and "
        "introspection cost besides (docs/limits.md).",
        setting_values.whole(100, 10_000_000), 25_000)
    representations: int = setting(
        "SANDAN_REPRESENTATIONS", "Most entities that one call of `_entities` may ask for: a gateway asks for as many as its "
        "operations join.", setting_values.whole(1, 10_000), 100)
    sockets: int = setting(
        "SANDAN_SOCKETS", "Most WebSocket and SSE connections that one process holds; more are refused.",
        setting_values.whole(1, 1_000_000), 20_000)

    head_within: timedelta = setting(
        "SANDAN_HEAD_SECONDS", "Seconds from a connection's beginning, or a request's first byte, until its head is whole.",
        setting_values.span("seconds", 0.1, 600), timedelta(seconds=10))
    body_within: timedelta = setting(
        "SANDAN_BODY_SECONDS", "Seconds until a request's body, or a WebSocket's message, is whole.",
        setting_values.span("seconds", 0.1, 3600), timedelta(seconds=30))
    idle_within: timedelta = setting(
        "SANDAN_IDLE_SECONDS", "Seconds that a connection is kept open for a next request; a proxy should keep it for less.",
        setting_values.span("seconds", 1, 3600), timedelta(seconds=5))
    unread_within: timedelta = setting(
        "SANDAN_UNREAD_SECONDS", "Seconds that a client may read nothing of what it is sent before its connection is cut.",
        setting_values.span("seconds", 0.1, 3600), timedelta(seconds=30))
    held_bytes: int = setting(
        "SANDAN_HELD_BYTES", "Most bytes that one process holds for clients that do not send on, and as many for clients that "
        "do not read; who holds most is cut first.", setting_values.whole(1_048_576, MOST), 268_435_456)
    socket_frames: int = setting(
        "SANDAN_SOCKET_FRAMES", "Most frames a second that a client sends on one WebSocket, five seconds' worth at once.",
        setting_values.whole(1, 1_000_000), 100)

    member_cost: int = setting(
        "SANDAN_MEMBER_COST", "Cost, in rows, that one signed-in person may ask for in a minute, of each process; 0: no bound, "
        "as for all of these.", setting_values.whole(0, MOST), 300_000)
    member_writes: int = setting(
        "SANDAN_MEMBER_WRITES", "Mutations of one person in a minute.", setting_values.whole(0, MOST), 600)
    member_subscriptions: int = setting(
        "SANDAN_MEMBER_SUBSCRIPTIONS", "Most subscriptions that one person holds.", setting_values.whole(0, MOST), 100)
    member_sockets: int = setting(
        "SANDAN_MEMBER_SOCKETS", "Most WebSocket and SSE connections of one person, and of all at one address who are not "
        "signed in.", setting_values.whole(0, MOST), 50)
    visitor_cost: int = setting(
        "SANDAN_VISITOR_COST", "Cost in a minute of all at one address who are not signed in.",
        setting_values.whole(0, MOST), 30_000)
    address_cost: int = setting(
        "SANDAN_ADDRESS_COST", "Cost in a minute of all at one address who are signed in: an office has one.",
        setting_values.whole(0, MOST), 6_000_000)
    address_sockets: int = setting(
        "SANDAN_ADDRESS_SOCKETS", "Most WebSocket connections of one address.", setting_values.whole(0, MOST), 1_000)
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = setting(
        "SANDAN_TRUSTED_PROXIES", "Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas; "
        "`none`: nobody's.", setting_values.networks, (ip_network("127.0.0.1"), ip_network("::1")))

    introspection: Introspection | None = setting(
        "SANDAN_INTROSPECTION", "Who may ask for the schema, by introspection or `_service`: open (everybody), signed-in, off. "
        "Unset: open in the demo, else signed-in. A gateway that composes while it runs signs in for it.",
        setting_values.choice("open", "signed-in", "off"), None)
    suggestions: bool | None = setting(
        "SANDAN_SUGGESTIONS", "on, off: whether the answer to a misspelt name says which one may be meant. Unset: on in the "
        "demo alone.", setting_values.switch, None)
    graphiql: bool | None = setting(
        "SANDAN_GRAPHIQL", "on, off: whether browsers get GraphiQL at /graphql. Unset: on in the demo alone.",
        setting_values.switch, None)

    answer_within: timedelta = setting(
        "SANDAN_ANSWER_HOURS", "Hours in which a proposed claim must be answered before it lapses.",
        setting_values.span("hours", 0.001, 8760), timedelta(hours=72))
    most_unanswered: int = setting(
        "SANDAN_UNANSWERED_CLAIMS", "Claims that one organisation may have unanswered at a time; more are refused "
        "(TooManyUnanswered). 0: no bound.", setting_values.whole(0, 1_000_000), 50)
    lead_quota: int = setting(
        "SANDAN_LEAD_QUOTA", "Projects that a part-time member may lead in a year, of committees founded from now on; "
        "setLeadQuota changes it.", setting_values.whole(1, 1000), 2)
    clock_every: timedelta = setting(
        "SANDAN_CLOCK_SECONDS", "Seconds between two looks for what is due: proposals to lapse, items to expire.",
        setting_values.span("seconds", 0.1, 3600), timedelta(seconds=30))

    webhooks_inner: tuple[IPv4Network | IPv6Network, ...] = setting(
        "SANDAN_WEBHOOKS_INNER", "Addresses or networks of the inner network to which webhooks may send, by http too, "
        "separated by commas; `none`: nowhere there.", setting_values.networks, ())
    link: str | None = setting(
        "SANDAN_LINK", "Your frontend's page of an object, with {id} for its ID: messages to webhooks and mails lead there. "
        "Unset: they lead nowhere.", setting_values.page_url, None)
    smtp: str | None = setting(
        "SANDAN_SMTP", "The server that mails are sent by: smtps://user:password@mail.example.cn, with smtp:// for STARTTLS, "
        "smtp+plain:// for no encryption. Unset: no mail is sent.", setting_values.smtp_url, None)
    mail_from: str = setting(
        "SANDAN_MAIL_FROM", "Whose mails they are: an address, or Sandan <lists@example.cn>. Who wants no more writes there.",
        setting_values.mail_address, "sandan@localhost")

    log_format: LogFormat = setting(
        "SANDAN_LOG_FORMAT", "text for people, json (one object a line) for a log collector.",
        setting_values.choice("text", "json"), "text")
    log_level: str = setting(
        "SANDAN_LOG_LEVEL", "The least serious messages that are logged.",
        setting_values.choice("debug", "info", "warning", "error"), "info")
    ready_lag: timedelta = setting(
        "SANDAN_READY_LAG_SECONDS", "/readyz says no when the oldest event that waits for its place is older.",
        setting_values.span("seconds", 1, 3600), timedelta(seconds=30))
    stop_within: timedelta = setting(
        "SANDAN_STOP_SECONDS", "Seconds that running requests have to finish when the hub is stopped.",
        setting_values.span("seconds", 1, 600), timedelta(seconds=10))

    hub_url: str | None = setting(
        "SANDAN_URL", "The hub that the client commands speak to. Unset: http://127.0.0.1:PORT.",
        setting_values.web_url, None)
    token: str | None = setting(
        "SANDAN_TOKEN", "The token that the client commands show when `--as` is not given.", str, None)

    @property
    def algorithms(self) -> tuple[str, ...]:
        return ALGORITHMS[self.jwt_family]

    @property
    def files_url(self) -> str:
        return self.files or str(self.data.absolute() / "files")

    @property
    def client_url(self) -> str:
        return self.hub_url or f"http://127.0.0.1:{self.port}"


def declarations() -> tuple[Field[Any], ...]:
    """The settings in the order of their declaration; `metadata` has variable, about and read."""
    return fields(Settings)


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process.

    raises   BadSetting
    """
    found = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for declared in declarations():
        variable = declared.metadata["variable"]
        if given := found.get(variable, "").strip():
            try:
                values[declared.name] = declared.metadata["read"](given)
            except ValueError as error:
                raise BadSetting(f"{variable}={_shown(variable, given)}: {error}") from error
    return Settings(**values)


def _shown(variable: str, value: str) -> str:
    """A value as it may stand in a message: a URL of the database or a token holds a secret."""
    return "…" if variable in ("DATABASE_URL", "SANDAN_TOKEN", "SANDAN_SMTP") else value
