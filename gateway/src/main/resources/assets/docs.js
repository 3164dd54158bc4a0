// Shows the chosen document. Its addresses are tried here, whatever host the document itself names.
const place = document.getElementById("api");
const base = `/${place.dataset.service}/v1`;

const scheme = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", scheme.matches);
scheme.addEventListener("change", follow);
follow();

try {
  const response = await fetch(`${base}/openapi?format=json`, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  const spec = await response.json();
  spec.servers = [{ url: base }];
  place.replaceChildren();
  window.SwaggerUIBundle({
    spec,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    validatorUrl: null,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
} catch (failure) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  notice.textContent = `Dokumentet kan inte hämtas just nu (${failure.message}).`;
  place.replaceChildren(notice);
}
