import type { RouteAnswer, RouteCall, RouteContract } from '#kernel/route.ts';
import { ApiProblem, problemOfAnswer } from './problem.ts';

/** What the client needs to know about the page around it; set once by the shell. */
interface Surroundings {
  hospitalId: string | null;
  language: string;
  onSignedOut: () => void;
}

const surroundings: Surroundings = { hospitalId: null, language: 'zh-CN', onSignedOut: () => undefined };

export function setSurroundings(change: Partial<Surroundings>): void {
  Object.assign(surroundings, change);
}

export function currentHospitalId(): string | null {
  return surroundings.hospitalId;
}

export interface CallOptions {
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** A 401 is an answer for the caller, not a reason to go to the login page. */
  readonly keepPageOn401?: boolean;
}

type LooseCall = { params?: unknown; query?: unknown; body?: unknown };

/** Calls that need no arguments may leave them out. */
export type CallArguments<Contract extends RouteContract> =
  Record<string, never> extends RouteCall<Contract>
    ? [given?: RouteCall<Contract>, options?: CallOptions]
    : [given: RouteCall<Contract>, options?: CallOptions];

/**
 * Calls an endpoint by its contract and returns its answer.
 * @throws {ApiProblem} for every answer that is not 2xx and when the server cannot be reached.
 */
export async function call<Contract extends RouteContract>(
  route: Contract,
  ...[given, options = {}]: CallArguments<Contract>
): Promise<RouteAnswer<Contract>> {
  const loose = (given ?? {}) as LooseCall;
  const headers = headersFor(route, options);
  const hasBody = loose.body !== undefined && route.method !== 'GET';
  if (hasBody) headers['content-type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(addressOf(route, loose), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(hasBody ? { body: JSON.stringify(loose.body) } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    throw new ApiProblem({ status: 0 });
  }
  const text = await answer.text();
  if (!answer.ok) throw failureOf(route, answer.status, text, answer.headers.get('retry-after'), options);
  return (text === '' ? undefined : JSON.parse(text)) as RouteAnswer<Contract>;
}

/** `/api/referrals/17?limit=50&filter=…`: path parameters filled in, absent query values left out, lists repeated. */
export function addressOf(route: RouteContract, given: LooseCall): string {
  const params = (given.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:([A-Za-z][A-Za-z0-9]*)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) throw new RangeError(`${route.id} needs the parameter ${name}`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((given.query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** Address of a file route, for links and `window.open`; the hospital travels in the query because a link has no headers. */
export function fileAddress<Contract extends RouteContract>(
  route: Contract,
  ...[given]: CallArguments<Contract>
): string {
  const address = addressOf(route, (given ?? {}) as LooseCall);
  if (!surroundings.hospitalId) return address;
  return `${address}${address.includes('?') ? '&' : '?'}hospital=${encodeURIComponent(surroundings.hospitalId)}`;
}

export interface UploadOptions extends CallOptions {
  /** 0 … 1 while the file travels. */
  readonly onProgress?: (share: number) => void;
}

/** Sends a file with the other fields of the route's body. XMLHttpRequest, because fetch does not tell the progress of sending. */
export function upload<Contract extends RouteContract>(
  route: Contract,
  given: RouteCall<Contract>,
  file: File,
  options: UploadOptions = {},
): Promise<RouteAnswer<Contract>> {
  const loose = given as LooseCall;
  const form = new FormData();
  for (const [name, value] of Object.entries((loose.body ?? {}) as Record<string, unknown>)) {
    if (value !== undefined) form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route, loose));
    for (const [name, value] of Object.entries(headersFor(route, options))) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) options.onProgress?.(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiProblem({ status: 0 }));
    request.onabort = () => reject(new DOMException('The upload was cancelled', 'AbortError'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve((request.responseText === '' ? undefined : JSON.parse(request.responseText)) as RouteAnswer<Contract>);
      } else {
        const retryAfter = request.getResponseHeader('retry-after');
        reject(failureOf(route, request.status, request.responseText, retryAfter, options));
      }
    };
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function headersFor(route: RouteContract, options: CallOptions): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': surroundings.language };
  if (surroundings.hospitalId) headers['x-renmai-hospital'] = surroundings.hospitalId;
  // A page of another site cannot set this header without our permission, so its presence proves the call is ours.
  if (route.method !== 'GET') headers['x-renmai-csrf'] = '1';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  return headers;
}

function failureOf(
  route: RouteContract,
  status: number,
  body: string,
  retryAfter: string | null,
  options: CallOptions,
): ApiProblem {
  if (status === 401 && route.permission !== 'public' && !options.keepPageOn401) surroundings.onSignedOut();
  return problemOfAnswer(status, body, retryAfter);
}
