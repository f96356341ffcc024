/**
 * The one error type of Comity. A problem has a stable code to switch on, says what is wrong, where, and the next
 * step. It never carries case content: only field names, identifiers of our own making and public facts.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  /** Stable code, for example `request/field-missing`: the folder, then the fault. */
  readonly code: string;
  /** Where it is: a field path, a file name, a peer's node id. */
  readonly where: string;
  /** What the reader can do about it, as a sentence. */
  readonly next: string;
  /** Further problems of the same input, when one look found several. */
  readonly also: readonly Problem[];

  constructor(code: string, what: string, where: string, next: string, also: readonly Problem[] = []) {
    super(what);
    this.code = code;
    this.where = where;
    this.next = next;
    this.also = also;
  }

  /** The shape every API answers with (RFC 9457 names where it has them). */
  toJSON(): ProblemDocument {
    const also = this.also.map((problem) => problem.toJSON());
    return {
      code: this.code,
      what: this.message,
      where: this.where,
      next: this.next,
      ...(also.length ? { also } : {}),
    };
  }
}

/** A problem as it travels: the same four fields, and further problems of the same input. */
export interface ProblemDocument {
  code: string;
  what: string;
  where: string;
  next: string;
  also?: ProblemDocument[];
}

/** Whether a thrown value is a Problem with (if given) this code. */
export function isProblem(value: unknown, code?: string): value is Problem {
  return value instanceof Problem && (code === undefined || value.code === code);
}
