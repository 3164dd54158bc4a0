// Says that the report was published anew. Listens only while the page is looked at: a browser has few connections to a host.
addEventListener("DOMContentLoaded", () => {
  const notice = document.querySelector("[data-publication]");
  if (!window.EventSource || !location.protocol.startsWith("http")) return;
  let stream;
  const listen = () => {
    if (document.hidden) {
      if (stream) stream.close();
    } else if (!stream || stream.readyState === EventSource.CLOSED) {
      stream = new EventSource("changes");
      stream.addEventListener("publication", told);
    }
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
