
/** What an answer says went wrong. */
export interface ApiError<Name extends ErrorName = ErrorName> {
  readonly status: number;
  /** `undefined` where the answer has no body, as that of a 500, or one that is not of this API. */
  readonly name: Name | undefined;
  readonly message: string;
  readonly details: Name extends keyof ErrorDetails ? ErrorDetails[Name] : unknown;
}

/** Whether this is the name of an error of this API. */
export function isErrorName(name: unknown): name is ErrorName {
  return typeof name === "string" && Object.prototype.hasOwnProperty.call(errorStatus, name);
}

/** Whether this is the error of that name; its details are then known. */
export function isError<Name extends ErrorName>(error: ApiError, name: Name): error is ApiError<Name> {
  return error.name === name;
}

/** Reads the error of an answer: `undefined` where there is none, because the answer is `ok`. */
export async function readError(response: Response): Promise<ApiError | undefined> {
  if (response.ok) {
    return undefined;
  }
  const body = parsed(await response.text());
  return {
    status: response.status,
    name: isErrorName(body.error) ? body.error : undefined,
    message: typeof body.message === "string" ? body.message : response.statusText,
    details: body.details,
  } as ApiError;
}

function parsed(text: string): { error?: unknown; message?: unknown; details?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
