// A program that is written against the rendered modules: it compiles, and what they read is right.
import { errorStatus as hostileStatus } from "./hostile.js";
import * as large from "./large.js";
import { type ApiError, type ErrorName, errorStatus, isError, isErrorName, readError } from "./panda.js";

function assert(claim: boolean, what: string): void {
  if (!claim) {
    throw new Error(what);
  }
}

const notFound: 404 = errorStatus.RecordNotFound;
const name: ErrorName = "BadRequest";
// @ts-expect-error no error is called so
const unknown: ErrorName = "Nope";
assert(notFound === 404 && isErrorName(name) && !isErrorName(unknown), "names");
assert(!isErrorName("toString") && !isErrorName("__proto__"), "what every object has is no name");
assert(Object.keys(hostileStatus).includes("__proto__"), "any text can be a name");

async function read(body: string, status: number): Promise<ApiError | undefined> {
  return readError(new Response(body, { status, statusText: "Reason" }));
}

assert((await read("{}", 200)) === undefined, "an answer that is `ok` has no error");
const internal = await read("", 500);
assert(internal?.status === 500 && internal.name === undefined && internal.message === "Reason", "a 500 is empty");
const record = await read('{"error":"RecordNotFound","message":"Couldn\'t find it"}', 404);
assert(record !== undefined && isError(record, "RecordNotFound"), "its name");
assert(record?.message === "Couldn't find it", "its message");
for (const body of ["null", "[]", '"text"', "{", '{"error":"__proto__"}', '{"error":1,"message":2}']) {
  const error = await read(body, 400);
  assert(error?.name === undefined && error?.message === "Reason", body);
}

const response = new Response('{"error":"Error0","message":"m","details":{"limit":5}}', { status: 400 });
const error = await large.readError(response);
const limit: number | undefined = error && large.isError(error, "Error0") ? error.details.limit : undefined;
assert(limit === 5, "details have their types");
console.log("use.ts: OK");
