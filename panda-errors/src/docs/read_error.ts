
type StatusOf<Value> = Value extends readonly (infer Each)[] ? Each : Value extends null ? number : Value;

interface Received {
  readonly message: string;
  /** The name as it was sent, also if this module does not know it. */
  readonly sentName: string | number | undefined;
  /** The id of the request, for support. */
  readonly requestId: string | undefined;
  /** The seconds to wait before the next try. */
  readonly retryAfter: number | undefined;
}

/** An error of this API. */
export type KnownError<Name extends ErrorName = ErrorName> = {
  [Each in ErrorName]: Received & {
    readonly name: Each;
    readonly status: StatusOf<(typeof errorStatus)[Each]>;
    readonly details: Each extends keyof ErrorDetails ? ErrorDetails[Each] : unknown;
  };
}[Name];

/** A failure without a name that this module knows: a newer error, an empty body, or a response of a proxy. */
export interface UnknownError extends Received {
  readonly name: undefined;
  readonly status: number;
  readonly details: unknown;
}

/** The error of a response: `switch (error.name)` narrows it to the status and the details of each name. */
export type ApiError<Name extends ErrorName = ErrorName> = ErrorName extends Name
  ? KnownError | UnknownError
  : KnownError<Name>;

/** Returns `true` if this is the name of an error of this API. */
export function isErrorName(name: unknown): name is ErrorName {
  return typeof name === nameType && Object.prototype.hasOwnProperty.call(errorStatus, name as PropertyKey);
}

/** Returns `true` if the error has this name; its status and details are then known. */
export function isError<Name extends ErrorName>(
  error: ApiError,
  name: Name,
): error is Extract<ApiError, { readonly name: Name }> {
  return error.name === name;
}

/** Reads the error of a response. Returns `undefined` if the status is below 400, because there is no error. */
export async function readError(response: Response): Promise<ApiError | undefined> {
  const { status, headers } = response;
  if (status < 400) {
    return undefined;
  }
  const body = parsed(await response.text().catch(() => ""));
  const sent = places.names === undefined ? [status] : places.names.map((path) => at(body, path));
  const sentName = sent.find((name) => typeof name === "string" || typeof name === "number");
  const name = sent.find((name) => isErrorName(name) && hasStatus(name, status));
  const message = at(body, places.message);
  const requestId = headers.get("x-request-id") ?? at(body, places.requestId);
  return {
    name,
    status,
    message: typeof message === "string" ? message : reason(response),
    details: details(body),
    sentName,
    requestId: typeof requestId === "string" ? requestId : undefined,
    retryAfter: seconds(headers) ?? number(at(body, places.retryAfter)),
  } as ApiError;
}

type Path = readonly (string | number)[];

interface Places {
  /** `undefined` if the API sends no names, and the status stands in their place. */
  readonly names: readonly Path[] | undefined;
  readonly message: Path | undefined;
  readonly requestId: Path | undefined;
  readonly retryAfter: Path | undefined;
  readonly details: Path | undefined;
  /** The object that has details as members, and its other members. */
  readonly spread: readonly [Path, readonly string[]] | undefined;
  /** The details that have a place of their own. */
  readonly members: readonly (readonly [string, Path])[];
}

function hasStatus(name: ErrorName, status: number): boolean {
  const known: unknown = errorStatus[name];
  return known === null || known === status || (Array.isArray(known) && known.includes(status));
}

/** HTTP/2 has no reason phrase. */
function reason({ status, statusText }: Response): string {
  return statusText || (status === 500 ? "Internal Server Error" : `HTTP status ${status}`);
}

function details(body: unknown): unknown {
  const whole = at(body, places.details);
  if (whole !== undefined && !isObject(whole)) {
    return whole;
  }
  const members = new Map<string, unknown>(isObject(whole) ? Object.entries(whole) : []);
  const spread = places.spread && at(body, places.spread[0]);
  if (places.spread && isObject(spread)) {
    const others = places.spread[1];
    Object.entries(spread).forEach(([key, value]) => others.includes(key) || members.set(key, value));
  }
  for (const [key, path] of places.members) {
    const value = at(body, path);
    if (value !== undefined) {
      members.set(key, value);
    }
  }
  return whole !== undefined || members.size > 0 ? Object.fromEntries(members) : undefined;
}

/** Reads `Retry-After`: seconds, or a date, which is read against the date of the response. */
function seconds(headers: Headers): number | undefined {
  const after = headers.get("retry-after");
  if (after === null) {
    return undefined;
  }
  if (/^[0-9]+$/.test(after)) {
    return Number(after);
  }
  const now = Date.parse(headers.get("date") ?? "");
  const wait = Date.parse(after) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(wait) ? undefined : Math.max(0, Math.ceil(wait / 1000));
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a place; `undefined` if it is not there. */
function at(body: unknown, path: Path | undefined): unknown {
  let value = path === undefined ? undefined : body;
  for (const step of path ?? []) {
    const isThere = typeof value === "object" && value !== null && Object.prototype.hasOwnProperty.call(value, step);
    value = isThere ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
