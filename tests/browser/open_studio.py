"""The real studio in a process of its own, for tests that use it as people do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PATIENCE = 180_000  # milliseconds that a page, a studio or a worker may take on a busy machine
# Counts the events that Gradio has sent, and those of them whose answer is not yet on the page.
UNDER_WAY = """(() => {
  window.sent = window.underWay = 0;
  const native = window.fetch;
  // An answer is put into the page bit by bit.
  const ended = () => setTimeout(() => (window.underWay -= 1), 150);
  window.fetch = async (...asked) => {
    if (!String(asked[0]?.url ?? asked[0]).includes("/run/predict")) return native(...asked);
    window.sent += 1;
    window.underWay += 1;
    try {
      const answer = await native(...asked);
      answer.clone().arrayBuffer().finally(ended);
      return answer;
    } catch (broken) {
      ended();
      throw broken;
    }
  };
})()"""
# The page has its values (the courier brings the first with the answer to the opening) and waits for none.
SETTLED = "(window.electraPosts?.size > 0 && !window.underWay)"
# The page is drawn: it is settled, every widget of the open tab is there, every chart with a value has its
# picture, and for a while, in which it was laid out, nothing has been added or taken away. (Only the replay
# on the first tab never rests.)
DRAWN = """async (patience) => {
  const laidOut = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const shown = (node) => node.checkVisibility() && node.clientWidth > 0;
  const all = (names, good) => [...document.querySelectorAll(names)].filter(shown).every(good);
  const whole = () =>
    SETTLED &&
    all("[role=tabpanel] .widget-block", (node) => node.querySelector(".widget")) &&
    all(".live-chart:has(.sheet-reading:not(:empty))", (node) => node.querySelector(".main-svg, [hidden]"));
  const quiet = () => new Promise((done) => {
    const rest = () => { changes.disconnect(); done(); };
    let pause = setTimeout(rest, 300);
    const changes = new MutationObserver((seen) => {
      if (seen.every((change) => change.target.closest?.(".replay"))) return;
      clearTimeout(pause);
      pause = setTimeout(rest, 300);
    });
    changes.observe(document.body, {childList: true, subtree: true});
  });
  const late = new Promise((_, refuse) => setTimeout(() => {
    refuse(new Error("The page is not drawn: " + document.body.innerText));
  }, patience));
  do await Promise.race([laidOut().then(quiet), late]);
  while (!whole());
}""".replace("SETTLED", SETTLED)


class OpenStudio:
    """``electra-studio`` over one workspace; it can be killed and opened again at the same address."""

    program: tuple[str, ...] = ("-m", "studio.app")

    def __init__(self, workspace: Path, *options: str) -> None:
        self.workspace, self._options = workspace, options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self._log = workspace.parent / "studio.log"
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Starts the process and waits until the page answers."""
        options = ["--port", str(self.port), "--workspace", str(self.workspace), "--no-browser"]
        options += self._options
        with self._log.open("ab") as log:
            command = [sys.executable, *self.program, *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment())
        deadline = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address, timeout=5) as answer:
                if answer.status == 200:
                    return
            assert self._process.poll() is None, self.log
            time.sleep(0.1)
        raise TimeoutError(self.log)

    def kill(self) -> None:
        """Ends the studio as a power cut would: nothing can be tidied up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @property
    def most_memory(self) -> int:
        """The most bytes that the process has had in memory so far."""
        assert self._process is not None
        told = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(told.split("VmHWM:")[1].split()[0]) << 10

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")


def environment() -> dict[str, str]:
    """One thread a process, so that the tests' processes do not fight over the cores."""
    return {**os.environ, "OMP_NUM_THREADS": "1"}


class HurriedStudio(OpenStudio):
    """A studio whose pages ask for news twenty times a second."""

    program = (
        "-c",
        "from studio import app; from studio.widgets import courier; courier.SECONDS = 0.05; app.main()",
    )


@contextlib.contextmanager
def opened(workspace: Path, *options: str, kind: type[OpenStudio] = OpenStudio) -> Iterator[OpenStudio]:
    """A studio that is open now and killed at the end."""
    workspace.mkdir(parents=True, exist_ok=True)
    studio = kind(workspace, *options)
    try:
        studio.open()
        yield studio
    finally:
        studio.kill()


def open_page(page: Page, address: str) -> None:
    """Opens an address and waits until the page shows what was left."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Waits until the open tab is drawn."""
    page.evaluate(DRAWN, PATIENCE)


@contextlib.contextmanager
def answered(page: Page) -> Iterator[None]:
    """What is done within is answered, and the answer on the page, when this ends."""
    page.wait_for_function(SETTLED)
    before = page.evaluate("window.sent")
    yield
    page.wait_for_function(f"before => window.sent > before && {SETTLED}", arg=before)


def go_to(page: Page, tab: str) -> None:
    """Opens a tab by the beginning of its name, once the page has its values, and waits until it is drawn."""
    page.wait_for_function(SETTLED)
    page.get_by_role("tab", name=tab).click()
    drawn(page)  # parts that are shown for the first time get their values anew


def unfold(page: Page, tab: str) -> None:
    """Opens a tab, folds out all that is folded, and waits until it is drawn."""
    page.wait_for_function(SETTLED)
    page.get_by_role("tab", name=tab, exact=True).click()
    drawn(page)  # the parts of a tab are made when it is opened
    closed = page.locator("button.label-wrap:not(.open):visible")
    while closed.count():  # what is folded out may hold more that is folded
        closed.first.click()
        drawn(page)


def write_in(page: Page, id: str, text: str) -> None:
    """Types into the text box with that id."""
    page.locator(f"#{id} textarea, #{id} input").first.fill(text)


def set_dial(page: Page, id: str, value: str) -> None:
    """Types an exact value beside a slider."""
    box = page.locator(f"#{id} .dial-box")
    box.fill(value)
    box.press("Enter")


def choose(page: Page, id: str, option: str) -> None:
    """Chooses from a drop-down list."""
    page.locator(f"#{id} input").click()
    page.get_by_role("option", name=option, exact=True).click()


def complaint(page: Page, id: str) -> Locator:
    """The sentence that stands under the element with that id."""
    return page.locator(f"#{id} .field-note")


def expect_sentence(said: Locator, part: str) -> None:
    """One sentence that holds `part`, and no trace of the program."""
    expect(said).to_have_count(1)
    expect(said).to_contain_text(part)
    text = said.inner_text()
    assert text.endswith(".")
    assert "Traceback" not in text
    assert "Error" not in text
