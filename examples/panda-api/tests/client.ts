// A client of the service in TypeScript: node client.js SERVICE. Its `errors.ts` is that of `docs --format typescript`.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { type ApiError, errorStatus, isError, readError } from "./errors.js";

const service = new URL(process.argv[2] ?? "http://127.0.0.1:3000");

async function ask(method: string, path: string, parameters: Record<string, string> = {}): Promise<Response> {
  const own = { access_key: "my_access_key", cloud_id: "my_cloud_id", timestamp: new Date().toISOString() };
  const pairs = Object.entries({ ...own, ...parameters }).map(([key, text]) => `${key}=${encodeURIComponent(text)}`);
  const query = pairs.sort().join("&");
  const hash = createHmac("sha256", "my_secret_key").update([method, service.hostname, path, query].join("\n"));
  const signature = encodeURIComponent(hash.digest("base64"));
  return fetch(new URL(`/v2${path}?${query}&signature=${signature}`, service), { method });
}

async function fail(response: Promise<Response>): Promise<ApiError> {
  const error = await readError(await response);
  assert(error !== undefined, "it went well");
  return error;
}

assert.equal(await readError(await ask("GET", "/videos.json")), undefined);

const notFound = await fail(ask("GET", "/videos/X.json"));
assert(isError(notFound, "RecordNotFound"));
assert.equal(notFound.status, errorStatus.RecordNotFound);
assert.equal(notFound.message, "Couldn't find Video with ID=X");

const tooLarge = await fail(ask("POST", "/videos/upload.json", { file_size: "10485761", file_name: "panda.mp4" }));
assert(isError(tooLarge, "FileSizeLimitExceeded"));

const unsigned = await fail(fetch(new URL("/v2/videos.json", service)));
assert(isError(unsigned, "BadRequest"));

// The damaged record of the tour: a 500, which has no body.
const internal = await fail(ask("GET", "/clouds/tour.json"));
assert.deepEqual([internal.status, internal.name, internal.message], [500, undefined, "Internal Server Error"]);

console.log("client.ts: OK");
