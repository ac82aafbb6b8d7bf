// Asks the studio something that is asked again and again while a run is at work.

const LONGEST_WAIT = 30_000; // milliseconds

// The answer; nothing where the studio refused. Throws where it is gone.
async function askStudio(name, question) {
  // The root of the page's own addresses, which says in which language it is answered.
  const answer = await fetch(`${window.gradio_config.root}/asked/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(LONGEST_WAIT),
  });
  return answer.ok ? answer.json() : null;
}
