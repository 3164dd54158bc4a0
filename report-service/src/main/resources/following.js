// Says that the report was published anew, or this version withdrawn. Listens only while the page is looked at: a browser has few connections to a host.
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
    const latest = JSON.parse(event.data).number, own = Number(notice.dataset.publication);
    if (latest === own) return;
    stream.close();
    document.removeEventListener("visibilitychange", listen);
    const link = document.createElement("a");
    link.href = "document?format=html&version=published";
    link.textContent = latest > own ? "Läs den nya versionen" : latest ? "Läs den version som gäller" : "Läs varför";
    notice.append(latest > own ? "Rapporten har publicerats på nytt. " : "Den här versionen gäller inte längre. ", link);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
});
