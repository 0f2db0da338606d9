"""Planted secrets of many kinds, and ordinary code that has to stay as it is.

Secrets are put together from parts while the tests run, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

import ast
import base64
import json
import subprocess
import sys
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_quickfix.context.redact import redact

ALNUM = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g3H4i5J6k7L8m9N0"
HEX = "0123456789abcdef" * 6


def jwt() -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, {"sub": "1234567890"})]
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), ALNUM[:43]])


FORMS = {
    "aws": "AKIA" + "IOSFODNN7EXAMPL" + "E",
    "github": "ghp_" + ALNUM[:36],
    "github-pat": "github_pat_" + ALNUM[:40],
    "gitlab": "glpat-" + ALNUM[:20],
    "slack": "xoxb-" + "123456789012-123456789012-" + ALNUM[:24],
    "slack-hook": "https://hooks.slack.com/services/" + "T00000000/B00000000/" + ALNUM[:24],
    "stripe": "sk_live_" + ALNUM[:24],
    "jwt": jwt(),
    "openai": "sk-" + "proj-" + ALNUM[:48],
    "anthropic": "sk-" + "ant-api03-" + ALNUM[:60],
    "google": "AIza" + ALNUM[:35],
    "hugging-face": "hf_" + ALNUM[:34],
    "databricks": "dapi" + HEX[:32],
    "sendgrid": "SG." + ALNUM[:22] + "." + ALNUM[:43],
    "twilio": "SK" + HEX[:32],
    "mailchimp": HEX[:32] + "-us12",
    "npm": "npm_" + ALNUM[:36],
    "pypi": "pypi-" + "AgEIcHlwaS5vcmc" + ALNUM[:76],
    "square": "sq0csp-" + ALNUM[:43],
    "telegram": "1234567890:" + ALNUM[:35],
    "azure": "AccountKey=" + ALNUM[:80] + "abcdef==",
    "discord": "M" + ALNUM[:23] + "." + ALNUM[:6] + "." + ALNUM[:27],
}
PRIVATE_KEY = "\n".join(
    ["-----BEGIN RSA " + "PRIVATE KEY-----", ALNUM[:64], ALNUM[:40] + "==", "-----END RSA " + "PRIVATE KEY-----"]
)


@pytest.mark.parametrize("secret", FORMS.values(), ids=FORMS)
def test_known_forms_are_found_anywhere(secret: str) -> None:
    tail = secret[-12:]
    for text in (f'x = "{secret}"', f"# left here: {secret}", f"call({secret!r}, 1)", f"Error: bad key {secret} given"):
        done = redact(text)
        assert tail not in done
        assert "<redacted:" in done
    ast.parse(redact(f"x = call('{secret}', f\"{{a}} {secret}\", b'{secret}')"))


@pytest.mark.parametrize("text", [f'k = """{PRIVATE_KEY}"""', f"k = {PRIVATE_KEY!r}", PRIVATE_KEY.rpartition("\n")[0]])
def test_private_keys(text: str) -> None:
    done = redact(text)
    assert ALNUM[:20] not in done
    assert "private-key" in done


PASSWORD = "hunt" + "er2"
KEYED = [
    'password = "{}"',
    "password='{}'",
    'DB_PASSWORD: str = "{}"',
    'self.password = "{}"',
    'config.api_key = "{}"',
    'connect(host="h", password="{}", port=1)',
    'cfg = {{"user": "me", "password": "{}"}}',
    "cfg = {{'db': {{'passwd': r'{}'}}}}",
    'dbPassword = "{}"',
    'AWS_SECRET_ACCESS_KEY = "{}"',
    'client_secret = ("{}")',
    'secret = b"{}"',
    'password = f"{}-x"',
    'password = """{}"""',
    'headers = {{"X-API-Key": "{}"}}',
    'headers = {{"Authorization": "Bearer {}"}}',
    "curl -H 'Authorization: Basic {}' https://x.y",
    'os.environ["OPENAI_API_KEY"] = "{}"',
    'os.environ.setdefault("DB_PASSWORD", "{}")',
    'os.putenv("API_KEY", "{}")',
    'spark.conf.set("fs.s3a.secret.key", "{}")',
    'df.write.option("password", "{}").save()',
    "%env DB_PASSWORD={}",
    "%env DB_PASSWORD {}",
    "!export API_KEY={}",
    "!PGPASSWORD={} psql -c x",
    "%%bash\nPASSWORD={}\nrun",
    "%%writefile .env\nDB_PASSWORD={}\nDEBUG=1",
    "!tool --password {} --verbose",
    "!tool --api-key={}",
    'subprocess.run(["tool", "--password", "{}"])',
    'create_engine("postgresql://me:{}@localhost:5432/db")',
    "%sql mysql+pymysql://root:{}@host/db",
    'requests.get("https://me:{}@example.com/x")',
    'requests.get("https://x.y/z?api_key={}&page=2")',
    'connect("host=h user=u password={} dbname=d")',
    'pyodbc.connect("Server=s;UID=u;PWD={};")',
    "CREATE USER bob WITH PASSWORD '{}'",
    "ALTER USER bob IDENTIFIED BY '{}'",
    "CREATE SECRET s (TYPE S3, KEY_ID 'x', SECRET '{}')",
    "OperationalError: could not connect with password='{}'",
    '{{"password": "{}"}}',
    "password: '{}'",
]


@pytest.mark.parametrize("template", KEYED)
def test_values_under_telling_names(template: str) -> None:
    text = template.format(PASSWORD)
    done = redact(text)
    assert PASSWORD not in done
    assert "<redacted:" in done
    if not text.startswith(("%", "!", "curl", "CREATE", "ALTER", "Oper")):
        ast.parse(done)


def test_weak_names_need_a_value_that_looks_random() -> None:
    for name in ("token", "hf_token", "KEY", "sas", "auth"):
        assert ALNUM[:20] not in redact(f'{name} = "{ALNUM[:20]}"')
        assert redact(f'{name} = "created_at"') == f'{name} = "created_at"'


def test_a_number_as_password_stays_an_expression() -> None:
    assert redact("connect(password=12345678, port=5432)") == 'connect(password="<redacted:password>", port=5432)'


def test_the_rest_of_the_line_stays() -> None:
    text = f'con = connect(user="me", password="{PASSWORD}", host="h")  # local'
    assert redact(text) == 'con = connect(user="me", password="<redacted:password>", host="h")  # local'


ORDINARY = [
    "password = getpass.getpass()",
    'password = os.environ["DB_PASSWORD"]',
    "connect(password=password, token=token)",
    "if password == 'abc': pass",
    'password = ""',
    'df = df.rename(columns={"pwd": "password", "key": "id"})',
    'df[["password", "email"]]',
    'df.groupby("token")["key"].sum()',
    'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased", max_tokens=512)',
    'tokenizer.pad_token = "[PAD]"; eos_token = "</s>"',
    'sorted(rows, key=lambda r: r["key"])',
    'pd.merge(a, b, left_on="key", right_on="foreign_key")',
    'parser.add_argument("--password", "-p", help="the password to use")',
    'parser.add_argument("--token", default=None)',
    'url = f"postgresql://{user}:{password}@{host}/db"',
    'url = "https://example.com/path?page=2&sort=name"',
    'headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}',
    "SELECT password, token FROM users WHERE token = ? AND password = :password",
    "SELECT a.key, b.secret FROM a JOIN b ON a.key=b.key WHERE a.token=b.token",
    "CREATE TABLE users (id int, password varchar(20), api_key text)",
    'schema = {"password": "string", "token": "object"}',
    'password = "<your password>"; api_key = "YOUR_API_KEY"; secret = "***"',
    'cmap = plt.get_cmap("viridis"); ax.set(xlabel="key", ylabel="secret santa")',
    "x = 3  # don't touch the token's 'value'",
    "digest = 'd41d8cd98f00b204e9800998ecf8427e'",
    "uid = '123e4567-e89b-12d3-a456-426614174000'",
    "image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'",
    "tokens = text.split(); n_tokens = 1024; token_count = {'a': 1}",
    "print(f'{key}: {value}')",
    "for key, value in d.items(): secret_number = 7",
    "!pip install pandas --quiet --no-deps --upgrade",
    "git log --author me -5",
    "x = a --b",
    "MY_CONSTANT = SOME_OTHER_NAME",
    "model.named_parameters.values.something_long_enough_to_match",
    "NumericalFeatureTransform.values.another_function_name_long",
    "Bearer authentication and Basic statistics are described below",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_code_stays(text: str) -> None:
    assert redact(text) == text


PIECES = st.sampled_from(
    [
        *FORMS.values(),
        *(template.format(PASSWORD) for template in KEYED),
        *ORDINARY,
        PRIVATE_KEY,
        '"',
        "'",
        '"""',
        "\\",
        "\n",
        " ",
        "=",
        ":",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
@example('password="a" "b"')
@example("password='" + "a" * 5000 + "'")
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(
    st.lists(st.sampled_from(KEYED[:20]), min_size=1, max_size=6),
    st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=8, max_size=30),
)
def test_what_parsed_still_parses_and_no_secret_stays(templates: list[str], secret: str) -> None:
    secret = "Zq7" + secret
    text = "\n".join(template.format(secret) for template in templates if not template.startswith("curl"))
    ast.parse(text)
    done = redact(text)
    ast.parse(done)
    assert secret not in done


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "sk-",
        "eyJ",
        "a.",
        "://",
        "//",
        "password ",
        "password=",
        '"',
        "'",
        '"\\',
        " ",
        "--a",
        "1",
        "_",
        "bearer ",
        "1-",
        '""" ',
        "aws key ",
        "a:a",
    ],
)
def test_no_text_takes_forever(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    began = time.perf_counter()
    redact(text)
    assert time.perf_counter() - began < 10  # quadratic time would be minutes


def test_detectors_are_not_loaded_before_they_are_needed() -> None:
    code = "import sys, jupyter_quickfix.context.redact; print('detect_secrets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
