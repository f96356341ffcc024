import type { Context as HttpContext, Hono } from "hono";
import { z } from "zod";
import { noteFault } from "../../adapters/faults.ts";
import { Problem, isProblem } from "../../base/problem.ts";

/**
 * The HTTP contract as data: a route names its method, path and schemas once. From it come the handler that validates,
 * and the OpenAPI document; neither can say something else than the other.
 */
export interface Route<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  method: "get" | "post";
  /** With parameters in braces, as OpenAPI writes them: `/api/v1/cases/{ref}`. */
  path: string;
  summary: string;
  /** Whether anybody may call; otherwise somebody must be signed in. */
  open?: boolean;
  /** The body of a POST; of a GET, its query, in which every value is a text. */
  input: Input;
  /** The most bytes of the body, where it is fewer than those of any call. */
  limit?: number;
  output: Output;
  handle(input: z.infer<Input>, call: Call): Promise<z.infer<Output>> | z.infer<Output>;
}

/** What a handler may know of the call besides its input. */
export interface Call {
  params: Record<string, string>;
  officer: string;
}

/** A route with its types kept. */
export function route<I extends z.ZodType, O extends z.ZodType>(one: Route<I, O>): Route {
  return one as unknown as Route;
}

/** The most bytes the body of an API call may have. */
const BODY_LIMIT = 1_000_000;

/** Mounts the routes. `officerOf` says who calls; null refuses with 401. */
export function mount(
  app: Hono,
  routes: readonly Route[],
  officerOf: (context: HttpContext) => Promise<string | null>,
): void {
  for (const one of routes) {
    const path = one.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(one.method, path, async (context) => {
      try {
        const officer = one.open ? "" : await officerOf(context);
        if (officer === null)
          throw new Problem("api/not-signed-in", "Nobody is signed in.", one.path, "Sign in first.");
        const input =
          one.method === "get" ? readQuery(context) : await readBody(context, one.limit ?? BODY_LIMIT);
        const parsed = one.input.safeParse(input);
        if (!parsed.success) throw invalid(parsed.error);
        return context.json(
          (await one.handle(parsed.data, {
            params: context.req.param() as Record<string, string>,
            officer,
          })) as object,
        );
      } catch (error) {
        return problemResponse(error);
      }
    });
  }
}

/** The query as one text for each name. Throws Problem `api/twice`: which of two would be meant is not guessed. */
function readQuery(context: HttpContext): Record<string, string> {
  const query = Object.entries(context.req.queries());
  const twice = query.find(([, values]) => values.length > 1);
  if (twice) throw new Problem("api/twice", "The query says this twice.", twice[0], "Say it once.");
  return Object.fromEntries(query.map(([name, [value = ""]]) => [name, value]));
}

async function readBody(context: HttpContext, limit: number): Promise<unknown> {
  const bytes = await readLimited(context, limit);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Problem("json/invalid", "The body is not JSON.", "body", "Send JSON in UTF-8.");
  }
}

/** The body as far as the limit: what says it is longer, or is, is not held. */
async function readLimited(context: HttpContext, limit: number): Promise<Uint8Array> {
  if (Number(context.req.header("content-length") ?? "0") > limit) throw tooLarge(limit);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of context.req.raw.body ?? []) {
    size += part.length;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

function tooLarge(limit: number): Problem {
  return new Problem(
    "api/too-large",
    `The body is larger than this call needs (${limit} bytes).`,
    "body",
    "Shorten the text; evidence goes in slices.",
  );
}

function invalid(error: z.ZodError): Problem {
  const also = error.issues.map((issue) => {
    const where = issue.path.join(".") || "body";
    return issue.code === "unrecognized_keys"
      ? new Problem(
          "api/unknown-field",
          "This field is not part of the call.",
          [...issue.path, ...issue.keys].join("."),
          "Remove it, or check its spelling.",
        )
      : new Problem(
          "api/invalid-field",
          "The field is missing, of the wrong type or not one of the allowed values.",
          where,
          "Compare it with /api/openapi.json.",
        );
  });
  return also.length === 1
    ? (also[0] as Problem)
    : new Problem(
        "api/invalid",
        `${also.length} fields cannot be accepted.`,
        "body",
        "Correct the fields listed.",
        also,
      );
}

const STATUS: [RegExp, number][] = [
  [/^node\/(halted|catching-up)$/, 503],
  [/^api\/not-signed-in$|^hop\//, 401],
  [/^party\/(no-mandate)|^act\/(key|sandbox|bad|wrong-officer)/, 403],
  [
    /no-case$|no-draft$|^treaty\/unknown-provision$|order\/unknown$|^blob\/missing$|^stream\/no-such-message$/,
    404,
  ],
  [/^stream\/|^act\/stale$|decided$|not-editable$|answered$/, 409],
  [/too-large$/, 413],
];

/** A problem as an HTTP answer. Anything else is a fault of ours: it gets a code and no detail. */
export function problemResponse(error: unknown): Response {
  if (!isProblem(error)) {
    noteFault(error, "api");
    return Response.json(
      {
        code: "node/fault",
        what: "The node met a fault of its own.",
        where: "node",
        next: "Try again; tell the operator the time if it stays.",
      },
      { status: 500 },
    );
  }
  const status = STATUS.find(([pattern]) => pattern.test(error.code))?.[1] ?? 422;
  return Response.json(error.toJSON(), { status });
}

const ProblemSchema = z.strictObject({
  code: z.string(),
  what: z.string(),
  where: z.string(),
  next: z.string(),
  also: z.array(z.unknown()).optional(),
});

/** The OpenAPI 3.1 description of the routes. */
export function openApi(
  routes: readonly Route[],
  info: { title: string; version: string; description: string },
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of routes) {
    const content = (schema: z.ZodType) => ({
      "application/json": { schema: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) },
    });
    const parameters = [...one.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
      name: match[1],
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    const query = one.method === "get" ? queryParameters(one.input) : [];
    (paths[one.path] ??= {})[one.method] = {
      summary: one.summary,
      ...(parameters.length + query.length ? { parameters: [...parameters, ...query] } : {}),
      ...(one.open ? { security: [] } : {}),
      ...(one.method === "post" ? { requestBody: { required: true, content: content(one.input) } } : {}),
      responses: {
        "200": { description: "Done.", content: content(one.output) },
        default: { description: "A problem with a stable code.", content: content(ProblemSchema) },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info,
    components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "comity_session" } } },
    security: [{ session: [] }],
    paths,
  };
}

function queryParameters(input: z.ZodType): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}
