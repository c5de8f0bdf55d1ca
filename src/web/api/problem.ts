/** One field the server did not accept. `path` is the body's path in dots: `administrator.password`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
}

export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable code of docs/errors.md: `staff.wrong-credentials`. */
  readonly code: string;
  /** What happened and what to do, in the user's language. */
  readonly detail: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly errors: readonly FieldProblem[];
}

/** A refused or failed call, as RFC 9457 describes it. `status` 0 means the server could not be reached. */
export class ApiProblem extends Error implements ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts: ProblemDetails['facts'];
  readonly errors: readonly FieldProblem[];
  /** Seconds the server asks us to wait before trying again (429, 503); null when it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(details: Partial<ProblemDetails> & { status: number }, retryAfterSeconds: number | null = null) {
    super(details.title ?? details.code ?? `HTTP ${details.status}`);
    this.name = 'ApiProblem';
    this.type = details.type ?? 'about:blank';
    this.title = details.title ?? '';
    this.status = details.status;
    this.code = details.code ?? codeOfStatus(details.status);
    this.detail = details.detail ?? '';
    this.facts = details.facts ?? {};
    this.errors = details.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Nobody can say whether the server acted: sending the same again, with the same key, is right. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500 || [408, 425, 429].includes(this.status);
  }
}

/** Codes for answers that carry none (a proxy's error page, a lost connection). */
function codeOfStatus(status: number): string {
  if (status === 0) return 'web.unreachable';
  if (status === 401) return 'web.signed-out';
  if (status === 403) return 'web.not-permitted';
  if (status === 404) return 'web.not-found';
  if (status === 413) return 'web.too-large';
  if (status === 429) return 'web.too-many';
  return status >= 500 ? 'web.server-failed' : 'web.refused';
}

/** Any thrown thing as a problem the pages can show. */
export function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  return new ApiProblem({ status: 0, code: 'web.page-failed', title: thrown instanceof Error ? thrown.message : '' });
}

/** Reads the body of a failed answer; anything that is not a problem document becomes one by its status. */
export function problemOfAnswer(status: number, body: string, retryAfter: string | null): ApiProblem {
  const seconds = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) {
      return new ApiProblem({ ...(read as Partial<ProblemDetails>), status, errors: fieldErrorsOf(read) }, seconds);
    }
  } catch {
    // A proxy answered in HTML: the status says all there is to know.
  }
  return new ApiProblem({ status }, seconds);
}

/** The server names a field with the part of the request it stands in (`body.phone`, `query.limit`); forms know it without. */
function fieldErrorsOf(problem: object): FieldProblem[] {
  const { errors } = problem as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  return (errors as { field?: unknown; path?: unknown; message?: unknown }[]).flatMap(({ field, path, message }) => {
    const place =
      typeof path === 'string'
        ? path
        : typeof field === 'string'
          ? field.replace(/^(?:body|query|params)\./, '')
          : null;
    return place === null ? [] : [{ path: place, message: typeof message === 'string' ? message : '' }];
  });
}
