// Reads goals, corrects a measurement although somebody else does the same, and downloads the report.
//   TERTIAL_URL=http://localhost:8080 TERTIAL_TOKEN=$(../../run token reporter) npm run example
import { strict as assert } from "node:assert";
import { mkdir, writeFile } from "node:fs/promises";
import { tertial, TertialError, type IndicatorsSchemas } from "../src/index.js";

type Measurement = IndicatorsSchemas["Measurement"];

const url = process.env["TERTIAL_URL"] ?? "http://localhost:8080";
const bearer = process.env["TERTIAL_TOKEN"];
assert(bearer, "Set TERTIAL_TOKEN, for example to what `./run token reporter` prints.");
const { goals, indicators, report } = tertial({ url, token: () => bearer, language: "en" });
const vss = { municipalityId: "0580", administrationId: "vss" };

const PATH = "/municipalities/{municipalityId}/administrations/{administrationId}";
const measurementId = "svarsservice-lkdata~2021-08~total";

/** A measurement and the tag of the state it was read in. */
interface Seen {
  tag: string;
  measurement: Measurement;
}

async function listGoals(): Promise<void> {
  const { data, error, response } = await goals.GET(`${PATH}/goals`, {
    params: { path: vss, query: { limit: 100 } },
  });
  if (!data) {
    throw new TertialError(response, error);
  }
  const items = data.items ?? [];
  assert(items.length > 0, "no goals");
  for (const goal of items) {
    console.log(`goal         ${goal.level.padEnd(14)} ${goal.name}`);
  }
}

async function read(): Promise<Seen> {
  const { data, error, response } = await indicators.GET(`${PATH}/measurements/{measurementId}`, {
    params: { path: { ...vss, measurementId } },
  });
  if (!data) {
    throw new TertialError(response, error);
  }
  const tag = response.headers.get("ETag");
  assert(tag, "no ETag");
  return { tag, measurement: data };
}

/** Replaces what was seen; false if somebody has changed it since. */
async function save(seen: Seen, footnote: string | undefined): Promise<boolean> {
  const { footnote: _, revision: __, ...rest } = seen.measurement;
  const { error, response } = await indicators.PUT(`${PATH}/measurements/{measurementId}`, {
    params: { path: { ...vss, measurementId } },
    headers: { "If-Match": seen.tag },
    body: footnote === undefined ? rest : { ...rest, footnote },
  });
  if (response.status === 412) {
    return false;
  }
  if (!response.ok) {
    throw new TertialError(response, error);
  }
  return true;
}

async function correct(): Promise<void> {
  const mine = await read();
  const theirs = await read();
  assert(await save(theirs, "Preliminärt"), "nobody had changed it");
  assert(!(await save(mine, "Stickprov")), "the other change was overwritten unseen");
  console.log(`conflict     it stands at ${(await read()).tag} now, we had read ${mine.tag}: read again, then save`);

  const now = await read();
  assert.equal(now.measurement.footnote, "Preliminärt");
  assert(await save(now, mine.measurement.footnote), "nobody had changed it");
  console.log(`measurement  ${now.measurement.value.number ?? now.measurement.value.state}, as it was before`);
}

async function download(folder: string): Promise<void> {
  const path = { ...vss, period: "2021-08" };
  const json = await report.GET(`${PATH}/reports/{period}/document`, { params: { path, query: { format: "json" } } });
  if (!json.data) {
    throw new TertialError(json.response, json.error);
  }
  const { title = "", sections = [] } = json.data;
  console.log(`report       ${title}: ${sections.map((section) => section.heading).join(", ")}`);

  const html = await report.GET(`${PATH}/reports/{period}/document`, {
    params: { path, query: { format: "html" } },
    parseAs: "text",
  });
  if (!html.data) {
    throw new TertialError(html.response, html.error);
  }
  assert(html.data.includes(title), "not the same report");
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/report.json`, JSON.stringify(json.data, null, 2));
  await writeFile(`${folder}/report.html`, html.data);
  console.log(`report       ${folder}/report.json, ${folder}/report.html`);
}

await listGoals();
await correct();
await download("dist");
