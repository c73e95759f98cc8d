// Clients in TypeScript read a known error, and an error of a newer server: node decode.mjs SERVICE.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths as Discriminated } from "./discriminator.js";
import { createClient as createHeyApi } from "./hey-api/panda/client/index.js";
import * as heyApi from "./hey-api/panda/sdk.gen.js";
import * as listedErrors from "./listed.errors.js";
import type { paths as Listed } from "./listed.js";
import * as nestedErrors from "./nested.errors.js";
import type { paths as NestedDiscriminated } from "./nested-discriminator.js";
import type { paths as Nested } from "./nested.js";
import type { paths as Newest } from "./openapi-3-1.js";
import { is, readError } from "./panda.errors.js";
import type { paths as Panda } from "./panda.js";
import type { paths as Plain } from "./plain.js";
import type { paths as Prefixed } from "./prefix.js";
import * as problemErrors from "./problem.errors.js";
import type { paths as Problem } from "./problem.js";

const service = process.argv[2];
const url = (shape: string) => `${service}/${shape}`;

{
  const client = createClient<Panda>({ baseUrl: url("panda") });
  const { error } = await client.GET("/known");
  assert(is(error, "TooLarge"));
  const limit: number = error.details.limit;
  const factor: number | null = error.details.factor;
  assert.deepEqual([limit, factor], [10, null]);
  const newer = await client.GET("/newer");
  assert(newer.error !== undefined && !is(newer.error, "TooLarge"));
  assert.equal(newer.error.error, "TooMany");
  assert.equal(newer.response.ok, false);
}
{
  const { error } = await createClient<Newest>({ baseUrl: url("panda") }).GET("/known");
  assert(is(error, "TooLarge"));
  const factor: number | null = error.details.factor;
  assert.equal(factor, null);
}
{
  const client = createClient<Discriminated>({ baseUrl: url("panda") });
  const { error } = await client.GET("/known");
  assert(error?.error === "TooLarge");
  const limit: number = error.details.limit;
  assert.equal(limit, 10);
  const newer = await client.GET("/newer");
  assert.equal(newer.error?.error as string, "TooMany");
}
{
  const { error } = await createClient<Plain>({ baseUrl: url("panda") }).GET("/known");
  assert.equal(error?.error, "TooLarge");
}
{
  const { error } = await createClient<Prefixed>({ baseUrl: url("panda") }).GET("/known");
  assert(is(error, "TooLarge") && error.details.limit === 10);
}
{
  const client = createClient<Nested>({ baseUrl: url("nested") });
  const inner = (await client.GET("/known")).error?.error;
  assert(nestedErrors.is(inner, "F_413"));
  const limit: number = inner.limit;
  assert.equal(limit, 10);
  assert.equal((await client.GET("/newer")).error?.error.code, "F_1");
}
{
  const inner = (await createClient<NestedDiscriminated>({ baseUrl: url("nested") }).GET("/known")).error?.error;
  assert(inner?.code === "F_413");
  const limit: number = inner.limit;
  assert.equal(limit, 10);
}
{
  const client = createClient<Listed>({ baseUrl: url("listed") });
  const first = (await client.GET("/known")).error?.errors[0];
  assert(listedErrors.is(first, 10413));
  const limit: number = first.details.limit;
  assert.equal(limit, 10);
  assert.equal((await client.GET("/newer")).error?.errors[0]?.code, 1);
}
{
  const client = createClient<Problem>({ baseUrl: url("problem") });
  const { error } = await client.GET("/known");
  assert(problemErrors.is(error, "TooLarge"));
  const limit: number = error.limit;
  assert.equal(limit, 10);
  assert.equal((await client.GET("/newer")).error?.code, "TooMany");
}
{
  const client = createHeyApi({ baseUrl: url("panda") });
  const { error } = await heyApi.known({ client });
  assert(is(error, "TooLarge"));
  const limit: number = error.details.limit;
  assert.equal(limit, 10);
  const newer = await heyApi.newer({ client });
  assert.equal(newer.error?.error, "TooMany");
}
{
  const error = await readError(await fetch(`${url("panda")}/known`));
  assert(error?.name === "TooLarge");
  const status: 413 = error.status;
  assert.deepEqual([status, error.details.limit], [413, 10]);
  const newer = await readError(await fetch(`${url("panda")}/newer`));
  assert.deepEqual([newer?.name, newer?.sentName], [undefined, "TooMany"]);
}

console.log("decode.ts: OK");
