import type { z } from 'zod';

/**
 * The contract of one endpoint: declared in a module's contract.ts, served by its routes.ts, called by the web through
 * the typed client, printed into the OpenAPI document and the authorization matrix. Nothing about a route is written twice.
 */
export interface RouteContract {
  /** Stable operation id, `module.verbNoun`: `referrals.registerReferral`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/referrals/:referralId`: nouns; parameters named as in `params`. */
  readonly path: string;
  /** A permission of the table in the staff module; `public` needs no session, `session` any signed-in person. */
  readonly permission: string;
  /** One line, English, for the OpenAPI document. */
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** JSON answer; absent for streams and files, which name their media type in `produces`. */
  readonly response?: z.ZodType;
  readonly produces?: string;
  /** Accepts an uploaded file (multipart/form-data, field `file`); `body` then describes the other fields. */
  readonly upload?: boolean;
  /**
   * Whose record the route shows: `{ kind: 'referral', param: 'referralId' }`. Reading health or identity there is recorded, and whoever broke the
   * glass for that one subject may call the route (if it is a GET).
   */
  readonly subject?: { readonly kind: string; readonly param: string };
  /** Failure codes of docs/errors.md this route may answer, besides those every route may. */
  readonly refusals?: readonly string[];
}

export function route<const Contract extends RouteContract>(contract: Contract): Contract {
  return contract;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Given<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What a handler receives, checked and typed. */
export interface RouteInput<Contract extends RouteContract> {
  readonly params: Parsed<Contract['params']>;
  readonly query: Parsed<Contract['query']>;
  readonly body: Parsed<Contract['body']>;
}

/** What a caller gives. */
export type RouteCall<Contract extends RouteContract> = (Contract['params'] extends z.ZodType
  ? { params: Given<Contract['params']> }
  : { params?: undefined }) &
  (Contract['query'] extends z.ZodType ? { query?: Given<Contract['query']> } : { query?: undefined }) &
  (Contract['body'] extends z.ZodType ? { body: Given<Contract['body']> } : { body?: undefined });

export type RouteAnswer<Contract extends RouteContract> = Parsed<Contract['response']>;
