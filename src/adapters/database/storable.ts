import type { Json } from "../../base/canonical.ts";
import type { Instant } from "../../base/time.ts";
import type { Query, Row, Wants } from "../../exchange/store-port.ts";

/**
 * What every store takes, so that a row which the memory twin accepts is accepted by PostgreSQL too. All of these
 * are faults of ours and throw TypeError.
 */

/** A row as it is kept: the body as JSON text, so that nobody can change it from outside. */
export interface StoredRow extends Omit<Row, "body"> {
  body: string;
}

// PostgreSQL keeps an index entry under 2704 bytes: node, kind, scope and key together must stay below that.
const NAME_MAX = 60;
const KEY_MAX = 300;
const NODE_MAX = 120;
// The C collation sorts by code point, JavaScript by code unit. Below the surrogates they agree; U+0000 is no text
// in PostgreSQL, and U+001F stands between the names in an index.
// oxlint-disable-next-line no-control-regex -- these are what it looks for
const UNSORTABLE = /[\u0000\u001f\ud800-\uffff]/;
const INSTANT =
  /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Checks a row and freezes its body as text. */
export function toStored(row: Row): StoredRow {
  checkName(row.kind, "kind", NAME_MAX);
  checkName(row.key, "key", KEY_MAX);
  checkName(row.scope, "scope", KEY_MAX);
  if (row.status !== null) checkName(row.status, "status", NAME_MAX);
  if (row.due !== null) checkInstant(row.due);
  const { kind, key, scope, status, due } = row;
  return { kind, key, scope, status, due, body: bodyText(row) };
}

/** The row as its reader sees it: each time a copy of its own, parsed when somebody looks into it. */
export function fromStored(stored: StoredRow): Row {
  const { kind, key, scope, status, due, body } = stored;
  let parsed: Json | undefined;
  return {
    kind,
    key,
    scope,
    status,
    due,
    get body() {
      parsed ??= JSON.parse(body) as Json;
      return parsed;
    },
  };
}

/** Checks names in wants. */
export function checkWants(wants: Wants): void {
  for (const name of wants.locks) checkName(name, "lock", KEY_MAX);
  for (const [kind, key] of wants.rows) {
    checkName(kind, "kind", NAME_MAX);
    checkName(key, "key", KEY_MAX);
  }
  for (const [kind, scope] of wants.scopes) {
    checkName(kind, "kind", NAME_MAX);
    checkName(scope, "scope", KEY_MAX);
  }
}

/** Checks a query before it is run. */
export function checkQuery(query: Query): void {
  checkName(query.kind, "kind", NAME_MAX);
  if (query.scope !== undefined) checkName(query.scope, "scope", KEY_MAX);
  if (query.status !== undefined) checkName(query.status, "status", NAME_MAX);
  if (query.after !== undefined) checkName(query.after, "after", KEY_MAX);
  if (query.dueBy !== undefined) checkInstant(query.dueBy);
  if (!Number.isSafeInteger(query.limit) || query.limit < 0) throw new TypeError("limit is no count of rows");
}

/** Checks the name of the node that owns the rows. */
export function checkNode(node: string): void {
  checkName(node, "node", NODE_MAX);
}

/** Order by code unit, as `Array.sort` has it and as the C collation has it for keys that pass the checks above. */
export function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function checkName(text: string, what: string, max: number): void {
  if (text.length > max) throw new TypeError(`${what} is longer than ${max} characters`);
  if (UNSORTABLE.test(text))
    throw new TypeError(`${what} has a character that cannot be kept or does not sort alike everywhere`);
}

function checkInstant(instant: Instant): void {
  if (!INSTANT.test(instant))
    throw new TypeError("due is no instant in UTC with milliseconds, years 0001 to 9999");
}

function bodyText(row: Row): string {
  const text = JSON.stringify(row.body) as string | undefined;
  if (text === undefined) throw new TypeError(`the body of a row of kind ${row.kind} has no JSON form`);
  return text;
}
