// Says that the report was published anew. Listens only while the page is looked at: a browser has few connections to a host.
addEventListener("DOMContentLoaded", () => {
  const notice = document.querySelector("[data-publication]");
  if (!window.EventSource || !location.protocol.startsWith("http")) return;
  const shortest = 5000, longest = 300000;
  let stream, waiting, pause = shortest;
  const listen = () => {
    clearTimeout(waiting);
    if (document.hidden) {
      if (stream) stream.close();
    } else if (!stream || stream.readyState === EventSource.CLOSED) {
      stream = new EventSource("changes");
      stream.addEventListener("open", () => pause = shortest);
      stream.addEventListener("error", again);
      stream.addEventListener("publication", told);
    }
  };
  // A browser comes back by itself when a connection ends, but never after it was refused (429, 503). It does not say for how long it
  // was told to stay away: so longer each time, and pages that were refused together do not come back together.
  const again = () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    waiting = setTimeout(listen, pause * (1 + Math.random()));
    pause = Math.min(2 * pause, longest);
  };
  const told = event => {
    if (JSON.parse(event.data).number <= Number(notice.dataset.publication)) return;
    stream.close();
    document.removeEventListener("visibilitychange", listen);
    const link = document.createElement("a");
    link.href = "document?format=html";
    link.textContent = "Läs den nya versionen";
    notice.append("Rapporten har publicerats på nytt. ", link);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
});
