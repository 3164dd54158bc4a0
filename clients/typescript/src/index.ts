import createClient, { type Client } from "openapi-fetch";
import type { components as Finance, paths as FinancePaths } from "./generated/finance.js";
import type { components as Goals, paths as GoalsPaths } from "./generated/goals.js";
import type { components as Indicators, paths as IndicatorsPaths } from "./generated/indicators.js";
import type { components as Report, paths as ReportPaths } from "./generated/report.js";

/** The schemas of each API by name, such as `IndicatorsSchemas["Measurement"]`. */
export type FinanceSchemas = Finance["schemas"];
export type GoalsSchemas = Goals["schemas"];
export type IndicatorsSchemas = Indicators["schemas"];
export type ReportSchemas = Report["schemas"];

/** What is read without saying otherwise; a report as HTML is asked for with `parseAs: "text"`. */
type Json = "application/json" | "application/problem+json";

/** One client per API; each knows its paths, parameters, bodies and answers. */
export interface Tertial {
  finance: Client<FinancePaths, Json>;
  goals: Client<GoalsPaths, Json>;
  indicators: Client<IndicatorsPaths, Json>;
  report: Client<ReportPaths, Json>;
}

export interface TertialOptions {
  /** The gateway's address, such as `https://tertial.linkoping.se`. */
  url: string;
  /** Asked before every request, because tokens live for minutes; without it only what is public can be read. */
  token?: () => string | Promise<string>;
  /** The language of error messages: `sv` or `en`. */
  language?: string;
}

export function tertial({ url, token, language = "sv" }: TertialOptions): Tertial {
  const api = <Paths extends {}>(name: keyof Tertial): Client<Paths, Json> => {
    const client = createClient<Paths, Json>({
      baseUrl: `${url}/${name}/v1`,
      headers: { "Accept-Language": language },
    });
    client.use({
      async onRequest({ request }) {
        if (token) {
          request.headers.set("Authorization", `Bearer ${await token()}`);
        }
        return request;
      },
    });
    return client;
  };
  return {
    finance: api<FinancePaths>("finance"),
    goals: api<GoalsPaths>("goals"),
    indicators: api<IndicatorsPaths>("indicators"),
    report: api<ReportPaths>("report"),
  };
}

/** What a problem (RFC 9457) says, with the places in the request that it is about. */
export class TertialError extends Error {
  readonly status: number;
  readonly problem: FinanceSchemas["Problem"] | undefined;

  constructor(response: Response, problem: FinanceSchemas["Problem"] | undefined) {
    super(problem?.detail ?? problem?.title ?? `${response.status} ${response.url}`);
    this.status = response.status;
    this.problem = problem;
  }
}
