// A program that is written against the rendered modules: it compiles, and what they read is right.
import * as statuses from "./by-status.errors.js";
import { errorStatus as hostileStatus } from "./hostile.js";
import * as large from "./large.js";
import * as listed from "./listed.errors.js";
import * as nested from "./nested.errors.js";
import * as files from "./panda.errors.js";
import { type ApiError, type ErrorName, errorStatus, isError, isErrorName, readError } from "./panda.js";

function assert(claim: boolean, what: string): asserts claim {
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

const newer = await read('{"error":"BrandNew","message":"m","details":{"limit":5}}', 404);
assert(newer?.name === undefined && newer?.sentName === "BrandNew" && newer.message === "m", "an unknown name is kept");
const contradiction = await read('{"error":"RecordNotFound","message":"m"}', 429);
assert(contradiction?.name === undefined && contradiction?.sentName === "RecordNotFound", "another status is not typed");
assert((await readError(new Response(null, { status: 304 }))) === undefined, "a 304 is no error");
const http2 = await readError(new Response("", { status: 500 }));
assert(http2?.message === "Internal Server Error", "a 500 over HTTP/2 has a message");

const headers = { "x-request-id": "abc", "retry-after": "7" };
const limited = await readError(new Response("", { status: 429, headers }));
assert(limited?.requestId === "abc" && limited.retryAfter === 7, "headers");
const dates = { date: "Fri, 31 Dec 1999 23:59:00 GMT", "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" };
assert((await readError(new Response("", { status: 503, headers: dates })))?.retryAfter === 59, "a date");

function described(error: files.ApiError): string {
  switch (error.name) {
    case "TooLarge": {
      const status: 413 = error.status;
      const factor: number | null = error.details.factor;
      return `${status}: at most ${error.details.limit} bytes, ${factor}`;
    }
    case "Invalid":
      return `${error.details?.fields.join(", ")}`;
    case undefined:
      return `unknown: ${error.sentName}`;
    default:
      return error.message;
  }
}

const tooLarge = '{"error":"TooLarge","message":"m","details":{"limit":10,"factor":null}}';
const known = await files.readError(new Response(tooLarge, { status: 413 }));
assert(known !== undefined && described(known) === "413: at most 10 bytes, null", "a switch narrows");

const nestedBody = '{"error":{"type":"t","code":"F_413","message":"m","request_id":"r","limit":10}}';
const inShape = await nested.readError(new Response(nestedBody, { status: 413 }));
assert(inShape !== undefined && nested.isError(inShape, "F_413"), "the code is the name");
assert(inShape.details.limit === 10 && inShape.details.factor === undefined, "what is left out is undefined");
assert(inShape.requestId === "r" && inShape.message === "m", "the rest of the body");

const listedBody = '{"success":false,"errors":[{"code":10413,"message":"m","details":{"limit":10}}],"result":null}';
const inList = await listed.readError(new Response(listedBody, { status: 413 }));
assert(inList !== undefined && listed.isError(inList, 10413) && inList.details.limit === 10, "a code is a number");

const statusBody = '{"message":"m","status":"422","fields":["width"]}';
const byStatus = await statuses.readError(new Response(statusBody, { status: 422 }));
assert(byStatus?.name === 422 && byStatus.details?.fields[0] === "width", "a status stands in the place of a name");
assert((await statuses.readError(new Response("", { status: 418 })))?.name === undefined, "an unknown status");
console.log("use.ts: OK");
