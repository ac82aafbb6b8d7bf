"""Attacks on an open studio: none runs anything, reads anything, or keeps others from being served."""

from __future__ import annotations

import contextlib
import functools
import http.client
import http.server
import json
import pickle
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest
from gradio_client import Client
from playwright.sync_api import Page, expect

from electra_engine import (
    Event,
    FineTuneSettings,
    RunSettings,
    RunState,
    Sentence,
    UserError,
    find_workspace,
    kill_worker,
    knobs_of,
    list_runs,
    remove_run,
)
from electra_engine.watching.store import RecordWriter
from studio.doorways import DOORWAYS
from tests.browser.open_studio import (
    PATIENCE,
    OpenStudio,
    drawn,
    expect_sentence,
    go_to,
    open_page,
    opened,
    write_in,
)
from tests.browser.widget_demo import HOSTILE
from tests.engine.corpus.bombs import BOMBS
from tests.engine.inference.tiny_folders import write_breaking_tokenizer, write_folder
from tests.studio.made_runs import make_run

pytestmark = pytest.mark.browser

API = "/gradio_api"
JSON = {"content-type": "application/json"}
PAYLOAD = (
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>${window.hurt=1}{{constructor}}'
    "<svg onload=window.hurt=1></svg>"
)
RUN = "__proto__"  # of all names of a run the one that scripts like least
FEW = ("<b>0", "${window.hurt=1}")
MEMORY = 300 << 20  # bytes
CROWD = 128  # that call at the same time
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    """A studio with a run in whose every record somebody has written a script."""
    root = tmp_path_factory.mktemp("attacks") / "workspace"
    records = make_run(find_workspace(root), RUN, points=20)
    writer = RecordWriter(records)
    for kind in ("warning", "error", "health"):
        writer.add_event(Event(kind, "attack", Sentence(f"{kind}: {PAYLOAD}"), Sentence(PAYLOAD)))
    writer.set_state(RunState("failed", 10, 10, message=Sentence(PAYLOAD), started=1.0))
    writer.close()
    with opened(root, kind=TrustingStudio) as running:
        yield running


class TrustingStudio(OpenStudio):
    """A studio whose libraries take every address for a public one, from which they may fetch."""

    program = (
        "-c",
        "from studio import app; import safehttpx; safehttpx.is_public_ip = lambda _: True; app.main()",
    )


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another host, which notes what it is asked for."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(200)
        self.send_header("access-control-allow-origin", "*")
        self.end_headers()
        self.wfile.write(b"fetched")

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another host, of which nobody may hear anything."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Elsewhere.heard.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    assert Elsewhere.heard == []


def ask(
    studio: OpenStudio,
    method: str,
    path: str,
    body: bytes = b"",
    source: str = "127.0.0.1",
    **headers: str,
) -> Answer:
    """One raw request, from any address of this machine; header names are written with _ for -."""
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=180, source_address=(source, 0))
    try:
        line.request(method, path, body or None, {name.replace("_", "-"): v for name, v in headers.items()})
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


def upload(studio: OpenStudio, name: str, content: bytes, **headers: str) -> Answer:
    body = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n--cut--\r\n'
    kind = "multipart/form-data; boundary=cut"
    return ask(studio, "POST", f"{API}/upload", body % (name.encode(), content), content_type=kind, **headers)


def call(
    studio: OpenStudio, number: int, data: list[Any], pressed: Any = None, source: str = "127.0.0.1"
) -> Answer:
    told = {"fn_index": number, "data": data, "session_hash": "attacker", "event_data": pressed}
    body = json.dumps(told).encode()
    return ask(studio, "POST", f"{API}/run/predict", body, source, **JSON)


@functools.cache
def config(studio: OpenStudio) -> dict[str, Any]:
    """What the page is made of."""
    return json.loads(ask(studio, "GET", "/config")[2])


def handlers(studio: OpenStudio) -> list[dict[str, Any]]:
    """Every event that has a handler on the server."""
    return [event for event in config(studio)["dependencies"] if event["backend_fn"]]


def alive(studio: OpenStudio) -> bool:
    return ask(studio, "GET", "/")[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{API}/queue/join"),
        ("GET", f"{API}/queue/data?session_hash=a"),
        ("POST", f"{API}/cancel"),
        ("POST", f"{API}/reset"),
        ("POST", f"{API}/call/predict"),
        ("POST", f"{API}/component_server"),
        ("POST", f"{API}/stream/a"),
        ("GET", f"{API}/proxy=http://127.0.0.1:1/"),
        ("GET", f"{API}/heartbeat/a"),
        ("GET", f"{API}/runs"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("PUT", "/"),
    ],
)
def test_what_the_page_does_not_use_is_not_there(studio: OpenStudio, method: str, path: str) -> None:
    status, _, body = ask(studio, method, path, b"{}" if method == "POST" else b"", **JSON)
    assert status == 404
    assert json.loads(body)["error"].endswith(".")


def test_no_file_of_the_workspace_or_the_machine_is_served(studio: OpenStudio) -> None:
    root = studio.workspace
    (root / "runs").mkdir(exist_ok=True)
    (root / "runs" / "records.sqlite").write_bytes(b"SQLite format 3\x00 secret")
    (root / "studio" / "served").mkdir(parents=True, exist_ok=True)
    (root / "studio" / "served" / "way-out").symlink_to(root / "runs")
    for path in (
        "/etc/passwd",
        f"{root}/runs/records.sqlite",
        f"{root}/studio/studio.log",
        f"{root}/studio/served/../../runs/records.sqlite",
        f"{root}/studio/served/%2e%2e/%2e%2e/runs/records.sqlite",
        f"{root}/studio/served/way-out/records.sqlite",
        "file:///etc/passwd",
        "..%2f..%2fetc%2fpasswd",
    ):
        status, _, body = ask(studio, "GET", f"{API}/file={path}")
        assert status in (403, 404), path
        assert b"secret" not in body
        assert b"root:" not in body


def test_what_a_visitor_names_by_its_address_is_not_fetched(studio: OpenStudio, elsewhere: str) -> None:
    for address in (f"{elsewhere}/a.txt", f"{elsewhere.upper()}/a.txt"):
        status, _, body = ask(studio, "GET", f"{API}/file={address}")
        assert (status, sentence_in(body)[-1]) == (404, ".")
    file = {"path": f"{elsewhere}/b.txt", "orig_name": "b.txt", "meta": {"_type": "gradio.FileData"}}
    for id, given in (("corpus-upload", [file]), ("tune-upload", file), ("try-file", file)):
        number, names, usual = event_with(studio, id)
        data = [given if name == id else value for name, value in zip(names, usual, strict=True)]
        status, _, body = call(studio, number, data)
        assert (status, sentence_in(body)[-1]) == (422, "."), id


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "page.xhtml", "code.js", "frame.xml", "a.pdf"])
def test_what_was_uploaded_is_only_ever_saved(studio: OpenStudio, name: str) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hurt=1"><script>hurt=1</script></svg>'
    status, _, body = upload(studio, name, content)
    assert status == 200
    status, headers, _ = ask(studio, "GET", f"{API}/file={json.loads(body)[0]}")
    assert status == 200
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_other_pages_and_other_names_are_turned_away(studio: OpenStudio) -> None:
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"host": f"evil.example:{studio.port}"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
    ):
        assert upload(studio, "a.txt", b"text", **headers)[0] == 403
        assert ask(studio, "GET", "/config", **headers)[0] == 403
    assert not list(studio.workspace.glob("studio/served/*/a.txt"))


GARBAGE = (PAYLOAD, 10**400, float("nan"), -(10**9), [[[]]], {"path": "/etc/passwd"}, "\0/.." + "名" * 500)
# What a widget tells of a press, for whichever handler listens.
PRESSED = {"run": RUN, "runs": [RUN], "sentence": 0, "since": 0, "round": 1, "marks": [], "target": ""}
AT_WORK = {"pair-measure", "welcome-train"}  # with the rest as it should be, these set the machine to work


def test_garbage_in_any_one_control_is_told_in_a_sentence(studio: OpenStudio) -> None:
    pressed, held = widgets(studio)
    told = 0
    for event, harm in harms(studio):
        if pressed[event["id"]] & AT_WORK:
            continue
        data = [harm.get(place, held[one]) for place, one in enumerate(event["inputs"])]
        answer = call(studio, event["id"], data, PRESSED)
        told += bool(taken_well(answer, (pressed[event["id"]], harm)))
    assert told > len(handlers(studio)), "most of it is refused"
    for number, data in ((10**6, []), (-1, []), (7, [1] * 5_000)):
        status, _, body = call(studio, number, data)
        assert (status, sentence_in(body)[-1]) == (422, ".")
    for body in (b"", b"[]", b"{", b'{"data": 1}', b'{"fn_index": [], "data": []}', b"\xff"):
        status, _, answer = ask(studio, "POST", f"{API}/run/predict", body, **JSON)
        assert (status, sentence_in(answer)[-1]) == (422, "."), body
        assert b"detail" not in answer
    _, drawn_from, _ = event_with(studio, "page-courier")
    for said in GARBAGE:
        values = {"digests": said, "values": [said] * (len(drawn_from) - 1)}
        for asked in ({"digests": said, "values": said}, values, said):
            taken_well(ask(studio, "POST", "/asked/news", json.dumps(asked).encode(), **JSON), "news")
        for asked in ({"run": RUN, "sentence": said, "since": said}, {"run": said}, said):
            taken_well(ask(studio, "POST", "/asked/history", json.dumps(asked).encode(), **JSON), "history")
    assert [status.name for status in list_runs(find_workspace(studio.workspace))] == [RUN]


def harms(studio: OpenStudio) -> Iterator[tuple[dict[str, Any], dict[int, Any]]]:
    """(event, what is sent at which places): every input of every event, and the kinds of garbage in turn for
    every control. What the board draws from goes with most events, so there it is all sent at once."""
    pressed, _ = widgets(studio)
    asks = [event for event in handlers(studio) if "page-courier" in pressed[event["id"]]]
    courier = max(asks, key=lambda event: len(event["inputs"]))
    sent: Counter[int] = Counter()
    for event in handlers(studio):
        at_once: dict[int, Any] = {}
        for place, control in enumerate(event["inputs"]):
            garbage = GARBAGE[sent[control] % len(GARBAGE)]
            sent[control] += 1
            if control in courier["inputs"] and event["id"] != courier["id"]:
                at_once[place] = garbage
            else:
                yield event, {place: garbage}
        if at_once:
            yield event, at_once


def taken_well(answer: Answer, place: object) -> str:
    """What is said to something that was sent; a sentence or nothing, and never a trace or a file."""
    status, _, body = answer
    said = sentence_in(body)
    assert (status, bool(said)) in ((200, False), (200, True), (422, True)), (place, status, said)
    assert not said or said.endswith("."), (place, said)
    assert "broke off" not in said, (place, said)
    assert b"Traceback" not in body, place
    assert b"root:" not in body, place
    return said


def test_garbage_for_what_acts_on_a_run_at_work_is_told_in_a_sentence(studio: OpenStudio) -> None:
    workspace = find_workspace(studio.workspace)
    pressed, held = widgets(studio)
    measures, starts = (
        next(event for event in handlers(studio) if id in pressed[event["id"]])
        for id in ("pair-measure", "welcome-train")
    )
    for garbage in GARBAGE:  # in all controls at once, because with only one of them it sets to work
        assert taken_well(call(studio, measures["id"], [garbage] * len(measures["inputs"])), garbage)
    free = {part["id"] for part in config(studio)["components"] if part["type"] in ("html", "textbox")}
    data = [PAYLOAD if control in free else held[control] for control in starts["inputs"]]
    taken_well(call(studio, starts["id"], data), "start")
    (name,) = (status.name for status in list_runs(workspace) if status.name != RUN)
    try:
        for event in handlers(studio):
            if not any(
                id.startswith(("pretrain-", "train-own", "page-courier")) for id in pressed[event["id"]]
            ):
                continue
            for place in range(len(event["inputs"])):
                data = [name if held[one] == "" else held[one] for one in event["inputs"]]
                data[place] = GARBAGE[(event["id"] + place) % len(GARBAGE)]
                here = pressed[event["id"]], place
                taken_well(call(studio, event["id"], data, {**PRESSED, "run": name}), here)
    finally:
        with contextlib.suppress(UserError):  # it may have been told to end
            kill_worker(workspace, name)
        with contextlib.suppress(UserError):  # or been removed
            remove_run(workspace, name)
    assert [status.name for status in list_runs(workspace)] == [RUN]


def test_a_file_that_nobody_uploaded_is_neither_read_nor_taken_away(studio: OpenStudio) -> None:
    served = studio.workspace / "studio" / "served"
    served.mkdir(parents=True, exist_ok=True)
    records = next((studio.workspace / "runs").glob("*/records.sqlite"))
    way_out = served / "shown-outside"
    way_out.symlink_to(records.parent)
    named = [Path("/etc/passwd"), records, served / ".." / ".." / "runs" / records.parent.name / records.name]
    named += [
        served / "x" / ".." / ".." / "studio.log",
        way_out / records.name,
        served,
        Path("a.txt"),
        Path(),
    ]
    before = {file: file.read_bytes() for file in named if file.is_file()}
    assert len(before) >= 4
    pressed, held = widgets(studio)
    kinds = {part["id"]: part["type"] for part in config(studio)["components"]}
    tried = 0
    for event in handlers(studio):
        for place, control in enumerate(event["inputs"]):
            if kinds[control] != "file":
                continue
            for path in map(str, named):
                file = {"path": path, "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}
                for given in (file, [file], {"path": path}, path, [path], {**file, "url": path}):
                    data = [held[one] for one in event["inputs"]]
                    data[place] = given
                    assert taken_well(call(studio, event["id"], data, PRESSED), (pressed[event["id"]], given))
                    tried += 1
    assert tried >= 5 * len(named)
    way_out.unlink()
    assert {file: file.read_bytes() for file in before if file != way_out / records.name} == {
        file: content for file, content in before.items() if file != way_out / records.name
    }
    assert served.is_dir()
    for shelf in (studio.workspace / "corpora", studio.workspace / "studio" / "labelled"):
        kept = [file.read_bytes() for file in shelf.rglob("*") if file.is_file()]
        assert not set(kept) & set(before.values())


def widgets(studio: OpenStudio) -> tuple[dict[int, set[str]], dict[int, Any]]:
    """By the number of an event which elements set it off, by the number of an element what it holds."""
    parts = config(studio)["components"]
    ids = {part["id"]: str(part["props"].get("elem_id")) for part in parts}
    events = {event["id"]: event for event in config(studio)["dependencies"]}
    pressed = {}
    for event in handlers(studio):
        first = events.get(event["trigger_after"], event)  # some follow an event that does nothing
        pressed[event["id"]] = {ids.get(id, "") for id, _ in first["targets"]}
    return pressed, {part["id"]: part["props"].get("value") for part in parts}


def test_too_much_at_once_is_refused_and_others_are_served(studio: OpenStudio) -> None:
    length = str(1 << 40)
    status, _, body = ask(studio, "POST", f"{API}/upload", content_length=length)
    assert (status, body.decode()[-1]) == (413, ".")
    assert ask(studio, "POST", f"{API}/run/predict", content_length=length)[0] == 413
    stuck = [socket.create_connection(("127.0.0.1", studio.port)) for _ in range(8)]
    for line in stuck:  # uploads that say they will go on and then say nothing
        line.sendall(
            f"POST {API}/upload HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nContent-Length: 99999\r\n"
            "Content-Type: multipart/form-data; boundary=cut\r\n\r\n--cut\r\n".encode()
        )
    deadline = time.monotonic() + 20
    while upload(studio, "a.txt", b"text")[0] != 429:
        assert time.monotonic() < deadline
    assert alive(studio)
    for line in stuck:
        line.close()


def test_more_calls_than_there_is_room_for_are_refused_politely_and_others_are_answered(
    studio: OpenStudio,
) -> None:
    number, _, usual = event_with(studio, "page-courier")

    def wonder(source: str = "127.0.0.1") -> Answer:
        return ask(studio, "POST", "/asked/news", b"{}", source, **JSON)

    limit = next(way.each for way in DOORWAYS if way.name == "call")
    assert limit < CROWD
    served = threading.Event()
    with ThreadPoolExecutor(CROWD) as crowd:
        uploads = [crowd.submit(upload, studio, f"{n}.txt", b"text") for n in range(200)]
        calls = [crowd.submit(wonder) for _ in range(1_000)]
        calls += [crowd.submit(call, studio, number, usual) for _ in range(200)]
        without_end = [crowd.submit(until, served, wonder) for _ in range(CROWD)]
        try:
            bystander = [wonder("127.0.0.2") for _ in range(5)]
        finally:
            served.set()
    assert [status for status, _, _ in bystander] == [200] * 5
    assert all(json.loads(body) == {} for _, _, body in bystander)
    assert {job.result()[0] for job in uploads} <= {200, 429}
    answers = [job.result() for job in calls] + [answer for job in without_end for answer in job.result()]
    assert {status for status, _, _ in answers} == {200, 429}
    for status, headers, body in answers:
        assert sentence_in(body).endswith("try again in a moment.") == (status == 429)
        assert ("retry-after" in headers) == (status == 429)
    assert alive(studio)


def until(end: threading.Event, do: Callable[..., Answer], *arguments: Any) -> list[Answer]:
    """Does it again and again."""
    answers = []
    while not end.is_set():
        answers.append(do(*arguments))
    return answers


def test_inline_handlers_inline_scripts_and_other_hosts_are_dead(
    page: Page, studio: OpenStudio, elsewhere: str
) -> None:
    open_page(page, studio.address)
    go_to(page, "Corpus")
    dead = page.evaluate(
        """async (elsewhere) => {
            const box = document.createElement("div");
            box.innerHTML =
                '<img src="data:," onerror="hurt=1"><a id=trap href="javascript:hurt=1">x</a>';
            document.body.append(box);
            document.getElementById("trap").click();
            const script = document.createElement("script");
            script.textContent = "window.hurt=1";
            document.body.append(script);
            const left = await fetch(`${elsewhere}/f`).catch(() => "refused");
            const picture = `<img src="${elsewhere}/i"><iframe src="${elsewhere}/p"></iframe>`;
            box.insertAdjacentHTML("beforeend", picture);
            await new Promise(done => setTimeout(done, 500));
            return [window.hurt === undefined, left];
        }""",
        elsewhere,
    )
    assert dead == [True, "refused"]


def test_payloads_are_shown_literally_on_every_tab(
    page: Page, studio: OpenStudio, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    folder = tmp_path_factory.mktemp("payloads")
    corpus = folder / "<img src=x onerror=hurt=1>.txt"
    corpus.write_text(f"The dog barks at the gate {PAYLOAD} and Anna runs home.\n\n" * 200)
    labelled = folder / "${hurt=1}.csv"
    rows = "".join(f'"{PAYLOAD.replace(chr(34), chr(39))} number {n}",{FEW[n % 2]}\n' for n in range(40))
    labelled.write_text("text,<img src=x onerror=hurt=1>\n" + rows)
    model = write_folder(folder / "<img src=x onerror=hurt=1>")
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "model_type": PAYLOAD[:40]}))

    open_page(page, studio.address)
    go_to(page, "Corpus")
    page.locator("#corpus-upload input[type=file]").set_input_files(corpus)
    expect(page.locator("#corpus-summary")).to_contain_text(PAYLOAD[:40])
    write_in(page, "corpus-sentence", PAYLOAD)
    page.locator("#corpus-cut").click()
    expect(page.locator("#corpus-tokens")).to_contain_text("onerror")
    page.locator("#corpus-remove").click()
    page.locator("#corpus-really").wait_for()
    go_to(page, "Fine-tune")
    page.locator("#tune-upload input[type=file]").set_input_files(labelled)
    expect(page.locator("#tune-preview")).to_contain_text("<img src=x onerror=hurt=1>")
    expect(page.locator("#tune-preview")).to_contain_text(FEW[1])
    page.locator("#tune-base input").fill(str(model))
    page.locator("#tune-base input").press("Enter")
    page.locator("#tune-start").click()
    expect_sentence(page.locator("#tune-base .field-note"), PAYLOAD[:40])
    go_to(page, "Train")
    expect(page.locator("#train-health")).to_contain_text(f"warning: {PAYLOAD}")
    expect(page.locator("#pretrain-status")).to_contain_text(PAYLOAD)
    expect(page.locator("#train-theatre")).to_contain_text(HOSTILE[0])
    write_in(page, "train-name", "<img src=x onerror=hurt=1>")
    page.locator("#train-start").click()
    expect_sentence(page.locator("#train-name .field-note"), "cannot be used for a run")
    for tab in ("Start", "Pair", "Compare", "Try", "Play", "Corpus", "Train"):
        go_to(page, tab)
        page.wait_for_timeout(300)
        assert is_unhurt(page), tab
    address = f"{studio.address}?tab=train&run={PAYLOAD}&model={PAYLOAD}&pair.seed={PAYLOAD}"
    page.goto(address)  # what was noted in the window until here is gone
    page.get_by_role("tab", name="Train").wait_for()
    drawn(page)
    assert is_unhurt(page)
    assert {url for url in asked if url.split("?")[0].endswith("/x")} == set()


def is_unhurt(page: Page) -> bool:
    """Whether no payload has run since the page was opened, and none stands in it as anything but text."""
    marks = page.evaluate("[window.hurt, window.pwned].filter((mark) => mark !== undefined)")
    return not marks and page.locator("img[src=x], svg[onload], [onerror]").count() == 0


def test_a_payload_that_had_run_would_be_seen(page: Page, studio: OpenStudio) -> None:
    page.goto(studio.address)
    assert is_unhurt(page)
    page.evaluate("window.hurt = 1")
    assert not is_unhurt(page)
    page.reload()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x>')")
    assert not is_unhurt(page)


def event_with(studio: OpenStudio, *ids: str) -> tuple[int, list[str], list[Any]]:
    """The first event that is sent these elements: its number, the elements' ids, and what they hold."""
    parts = {part["id"]: part["props"] for part in config(studio)["components"]}
    for event in handlers(studio):
        names = [str(parts[number].get("elem_id")) for number in event["inputs"]]
        if set(ids) <= set(names):
            return event["id"], names, [parts[number].get("value") for number in event["inputs"]]
    raise LookupError(ids)


@pytest.fixture(scope="module")
def corpus(studio: OpenStudio) -> str:
    """The id of an uploaded text that is long enough to learn from."""
    assert not said_of_upload(studio, "dogs.txt", b"The dog barks at the gate.\n\n" * 400, "corpus-upload")
    entries = (studio.workspace / "corpora").glob("*/dogs.txt")
    return next(entries).parent.name


@pytest.fixture(scope="module")
def moods(studio: OpenStudio) -> str:
    """The id of an uploaded labelled file."""
    rows = b"text,label\n" + b"good day,a\nbad day,b\n" * 20
    assert not said_of_upload(studio, "moods.csv", rows, "tune-upload")
    entries = (studio.workspace / "studio" / "labelled").glob("*/moods.csv")
    return next(entries).parent.name


def sent_with(studio: OpenStudio, **given: Any) -> str:
    """What is said when the first event that is sent these controls finds them so and the rest as it is."""
    number, names, usual = event_with(studio, *given)
    data = [given.get(name, value) for name, value in zip(names, usual, strict=True)]
    return sentence_in(call(studio, number, data)[2])


OUT_OF_BOUNDS = (1e9, 10**300, -1, float("nan"), "many", [3])


def test_a_plan_out_of_all_bounds_is_a_sentence_and_nothing_is_allocated(
    studio: OpenStudio, corpus: str, moods: str
) -> None:
    before, runs = studio.most_memory, sorted((studio.workspace / "runs").iterdir())
    pretrain = {"train-name": "plan", "corpus-in-use": corpus}
    shown = {part["props"].get("elem_id"): part["type"] for part in config(studio)["components"]}
    for knob in knobs_of(RunSettings):
        id = f"pair-{knob.name.replace('.', '-')}"
        if knob.kind not in (int, float) or knob.choices or id not in shown:
            continue
        least, most = knob.minimum or 0, knob.maximum or 0
        for worth in OUT_OF_BOUNDS:
            if isinstance(worth, (int, float)) and least <= worth <= most:
                continue
            said = sent_with(studio, **pretrain, **{id: worth})
            # Plain numbers and lists Gradio holds to their range itself; it is told in our words.
            known = (
                [knob.label] if shown[id] == "html" else [knob.label, "does not fit what this control takes"]
            )
            assert any(part in said for part in known), (knob.name, worth, said)
            assert said.endswith("."), said
    tune = {
        "tune-name": "plan",
        "tune-base": RUN,
        "tune-in-use": moods,
        "tune-text": "text",
        "tune-label": "label",
    }
    for knob in knobs_of(FineTuneSettings):
        if knob.name in ("epochs", "batch_size", "learning_rate"):
            for worth in OUT_OF_BOUNDS:
                said = sent_with(studio, **tune, **{f"tune-{knob.name}": worth})
                assert knob.label in said, (knob.name, worth, said)
                assert said.endswith("."), said
    assert sorted((studio.workspace / "runs").iterdir()) == runs
    assert studio.most_memory - before < MEMORY


def sentence_in(answer: bytes) -> str:
    """What the page is told to say, an empty text where all is well."""
    told = json.loads(answer.replace(b"NaN", b"0"))
    found = [told.get("error", "")]
    for update in told.get("data", []):
        props = update.get("props", update) if isinstance(update, dict) else {}
        value = props.get("value", props)
        found.append(str(value.get("sentence", "")) if isinstance(value, dict) and "tone" in value else "")
    return "".join(found)


def test_a_client_of_the_interface_finds_nothing_to_call(studio: OpenStudio) -> None:
    client = Client(studio.address, verbose=False, httpx_kwargs={"timeout": PATIENCE / 1000})
    assert client.view_api(return_format="dict") == {"named_endpoints": {}, "unnamed_endpoints": {}}
    assert client.endpoints
    for number in client.endpoints:
        with pytest.raises(ValueError, match="Invalid function index"):
            client.predict(10**9, fn_index=number)


def said_of_upload(studio: OpenStudio, name: str, content: bytes, at: str) -> str:
    """Hands a file to the control `at` as the page does; what it then says."""
    _, _, body = upload(studio, name, content)
    file = {"path": json.loads(body)[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}
    number, names, usual = event_with(studio, at)
    data = [
        ([file] if at == "corpus-upload" else file) if one == at else usual[n] for n, one in enumerate(names)
    ]
    status, _, body = call(studio, number, data)
    assert status == 200
    return sentence_in(body)


@pytest.mark.parametrize("at", ["corpus-upload", "tune-upload"])
def test_bombs_are_refused_by_the_page_and_nothing_of_them_stays(studio: OpenStudio, at: str) -> None:
    before = studio.most_memory
    kind = {"corpus-upload": "txt", "tune-upload": "csv"}[at]
    for bomb, content in BOMBS.items():
        said = said_of_upload(studio, f"bomb-{bomb}.{kind}", content(), at)
        assert said
        assert "Traceback" not in said
    assert not list(studio.workspace.rglob("bomb-*"))
    assert studio.most_memory - before < MEMORY
    assert alive(studio)


def strange_tokenizer(folder: Path) -> None:
    content = json.loads((folder / "tokenizer.json").read_text())
    part = {"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Removed", "invert": False}
    (folder / "tokenizer.json").write_text(json.dumps({**content, "pre_tokenizer": part}))


def aborting_tokenizer(folder: Path) -> None:
    write_breaking_tokenizer(folder, "aborts")


def panicking_tokenizer(folder: Path) -> None:
    write_breaking_tokenizer(folder, "panics")


def tokenizer_without_its_table(folder: Path) -> None:
    write_breaking_tokenizer(folder, "lacks its table")


def pickled_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(folder / "ran")))


def endless_header(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes((1 << 60).to_bytes(8, "little") + b"{}")


def own_code(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "code.Trap"}}))
    (folder / "code.py").write_text(f"open({str(folder / 'ran')!r}, 'w').close()")


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self._mark,))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (strange_tokenizer, "not taken from strangers"),
        (pickled_weights, "no weights as safetensors"),
        (endless_header, "are damaged"),
        (own_code, "program code of its own"),
        (aborting_tokenizer, "ran out of memory or broke down"),
        (panicking_tokenizer, "cannot be used (range end index"),
        (tokenizer_without_its_table, "cannot be used (Precompiled"),
    ],
)
def test_a_model_made_to_do_harm_is_refused_by_the_page(
    studio: OpenStudio, corpus: str, moods: str, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    folder = write_folder(tmp_path / "model", backbone="electra", intermediate_size=128)
    harm(folder)
    given = {"tune-name": harm.__name__, "tune-base": str(folder), "tune-in-use": moods}
    assert said in sent_with(studio, **given, **{"tune-text": "text", "tune-label": "label"})
    given = {"train-name": harm.__name__, "corpus-in-use": corpus}
    if harm in (endless_header, own_code, aborting_tokenizer):  # others are told in other words, or alike
        assert said in sent_with(studio, **given, **{"pair-pair-start_from": str(folder)})
    if harm is aborting_tokenizer:
        given |= {"pair-vocabulary-folder": str(folder)}
        assert said in sent_with(studio, **given)
        typed = {"pair-size": None, "pair-vocabulary-folder": str(folder)}
        assert said in sent_with(studio, **typed), "already while it is typed"
    assert not (folder / "ran").exists()
    assert alive(studio)
