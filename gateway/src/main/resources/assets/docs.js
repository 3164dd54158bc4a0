// Shows the chosen document, finds operations in all of them, and tries them as a demo user where there are such.
// The addresses are tried here, whatever host a document itself names.
const place = document.getElementById("api");
const service = place.dataset.service;

const scheme = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", scheme.matches);
scheme.addEventListener("change", follow);
follow();

const METHODS = ["get", "post", "put", "patch", "delete"];
const documents = new Map();

/** The document of a service, fetched once; a failure is not kept. */
function fetchDocument(name) {
  if (!documents.has(name)) {
    const fetched = fetch(`/${name}/v1/openapi?format=json`, { headers: { Accept: "application/json" } }).then(
      (response) => {
        if (!response.ok) {
          throw new Error(`status ${response.status}`);
        }
        return response.json();
      },
    );
    fetched.catch(() => documents.delete(name));
    documents.set(name, fetched);
  }
  return documents.get(name);
}

// Trying as a demo user: a fresh token well before the old one's five minutes are over.
const FRESH_MILLIS = 4 * 60 * 1000;
const user = document.getElementById("user");
let token = { user: "", value: "", since: 0 };

async function authorization() {
  if (token.user !== user.value || Date.now() - token.since > FRESH_MILLIS) {
    const response = await fetch(`/docs/token?user=${encodeURIComponent(user.value)}`);
    if (!response.ok) {
      throw new Error(`no demo token: status ${response.status}`);
    }
    token = { user: user.value, value: await response.text(), since: Date.now() };
  }
  return `Bearer ${token.value}`;
}

async function withToken(request) {
  if (user !== null && user.value !== "") {
    request.headers.Authorization = await authorization();
  }
  return request;
}

/** The document for trying: here, and with no filter filled in, since examples of all filters together find nothing. */
function toTry(published) {
  const spec = structuredClone(published);
  spec.servers = [{ url: `/${service}/v1` }];
  const operations = Object.values(spec.paths).flatMap((item) => METHODS.map((method) => item[method] ?? {}));
  for (const parameter of operations.flatMap((operation) => operation.parameters ?? [])) {
    if (!parameter.required && parameter.example !== undefined) {
      parameter.description = `${parameter.description ?? ""} Example: \`${parameter.example}\``;
      delete parameter.example;
    }
  }
  return spec;
}

async function show() {
  try {
    const spec = toTry(await fetchDocument(service));
    place.replaceChildren();
    window.SwaggerUIBundle({
      spec,
      domNode: place,
      deepLinking: true,
      docExpansion: "list",
      validatorUrl: null,
      requestInterceptor: withToken,
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
}

// Search: every word must be somewhere in an operation; where all are in its name or summary comes first.
const MOST_SHOWN = 30;
const search = document.getElementById("search");
const found = document.getElementById("found");
const results = document.getElementById("results");

function operationsOf(name, spec) {
  const operations = [];
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((candidate) => candidate in item)) {
      const operation = item[method];
      const tag = operation.tags?.[0] ?? "default";
      const address = `${method.toUpperCase()} /${name}/v1${path}`;
      const title = `${operation.summary ?? ""} ${operation.operationId}`;
      const parameters = (operation.parameters ?? []).map((parameter) => parameter.name).join(" ");
      operations.push({
        address,
        summary: operation.summary ?? operation.operationId,
        title: title.toLowerCase(),
        text: `${title} ${address} ${tag} ${operation.description ?? ""} ${parameters}`.toLowerCase(),
        href: `/docs?api=${name}#/${encodeURIComponent(tag)}/${encodeURIComponent(operation.operationId)}`,
      });
    }
  }
  return operations;
}

async function everyOperation() {
  const names = place.dataset.services.trim().split(" ");
  const answers = await Promise.allSettled(names.map(fetchDocument));
  return {
    operations: answers.flatMap((answer, index) =>
      answer.status === "fulfilled" ? operationsOf(names[index], answer.value) : [],
    ),
    missing: names.filter((_, index) => answers[index].status === "rejected"),
  };
}

function entry(operation) {
  const link = document.createElement("a");
  link.href = operation.href;
  const summary = document.createElement("span");
  summary.lang = "en";
  summary.textContent = operation.summary;
  const address = document.createElement("code");
  address.textContent = operation.address;
  link.append(summary, address);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

async function find() {
  const asked = search.value;
  const words = asked.toLowerCase().split(/\s+/).filter((word) => word !== "");
  place.hidden = words.length > 0;
  if (words.length === 0) {
    found.textContent = "";
    results.replaceChildren();
    return;
  }
  const { operations, missing } = await everyOperation();
  if (search.value !== asked) {
    return;
  }
  const inTitle = (operation) => words.every((word) => operation.title.includes(word));
  const hits = operations.filter((operation) => words.every((word) => operation.text.includes(word)));
  const sorted = [...hits.filter(inTitle), ...hits.filter((operation) => !inTitle(operation))];
  results.replaceChildren(...sorted.slice(0, MOST_SHOWN).map(entry));
  const count = hits.length === 1 ? "1 träff" : `${hits.length} träffar`;
  const shown = hits.length > MOST_SHOWN ? `, de ${MOST_SHOWN} första visas` : "";
  const gap = missing.length > 0 ? ` (kunde inte hämtas: ${missing.join(", ")})` : "";
  found.textContent = `${count}${shown}${gap}`;
}

search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    search.value = "";
    find();
  }
});

// A hit in the document that is shown changes only the fragment: it is shown anew, at that operation.
window.addEventListener("hashchange", () => {
  search.value = "";
  find();
  show();
});

show();
