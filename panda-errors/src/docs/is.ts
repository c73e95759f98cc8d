
type Named<E, Name> = E extends { readonly "error": infer Sent }
  ? string extends Sent
    ? never
    : Name extends Sent
      ? E
      : never
  : never;

/** Returns `true` if an error has this name, in a client that a generator made from the OpenAPI document. */
export function is<E extends { readonly "error"?: unknown }, Name extends ErrorName>(
  error: E | undefined,
  name: Name,
): error is E & ([Named<E, Name>] extends [never] ? E : Named<E, Name>) {
  return error?.["error"] === name;
}
