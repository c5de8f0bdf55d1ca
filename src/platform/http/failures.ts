import { type FailureCatalogue, type FailureKind, fillFacts } from '#kernel/failure.ts';
import type { Refusal } from '#kernel/refusal.ts';

/** The only place that knows HTTP statuses of failures. */
export const statusOf: Readonly<Record<FailureKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  refused: 422,
  'too-many': 429,
  unavailable: 503,
};

export const platformFailures: FailureCatalogue = {
  'platform.invalid-request': {
    kind: 'invalid',
    zh: '提交的内容有误',
    en: 'The request is not valid',
    remedyZh: '请按提示修改标出的字段后重试。',
    remedyEn: 'Correct the fields named in `errors` and send again.',
  },
  'platform.not-found': {
    kind: 'not-found',
    zh: '没有找到',
    en: 'Not found',
    remedyZh: '它可能已被移走，或不属于当前医院。请返回列表刷新后再看。',
    remedyEn: 'It may have moved or belong to another hospital. Reload the list.',
  },
  'platform.unknown-filter': {
    kind: 'invalid',
    zh: '筛选条件“{{filter}}”无法识别',
    en: 'The filter `{{filter}}` is not known here',
    remedyZh: '请去掉该条件或重新选择。',
    remedyEn: 'Remove it or choose one of the list’s fields and operators.',
  },
  'platform.unknown-sort': {
    kind: 'invalid',
    zh: '不能按“{{sort}}”排序',
    en: 'This list cannot be sorted by `{{sort}}`',
    remedyZh: '请换一列排序。',
    remedyEn: 'Choose another column.',
  },
  'platform.bad-cursor': {
    kind: 'invalid',
    zh: '翻页位置已失效',
    en: 'The page cursor does not belong to this list and order',
    remedyZh: '请回到第一页。',
    remedyEn: 'Start again from the first page.',
  },
  'platform.stale': {
    kind: 'conflict',
    zh: '内容已被他人修改',
    en: 'Somebody else changed it meanwhile',
    remedyZh: '请刷新后核对再保存，您填写的内容不会丢失。',
    remedyEn: 'Reload, compare and save again; what you typed is kept.',
  },
  'platform.signed-out': {
    kind: 'unauthenticated',
    zh: '尚未登录或登录已过期',
    en: 'Not signed in, or the session ended',
    remedyZh: '请重新登录，未提交的草稿会保留。',
    remedyEn: 'Sign in again; drafts are kept.',
  },
  'platform.not-permitted': {
    kind: 'forbidden',
    zh: '您的角色没有此项权限',
    en: 'Your roles do not include this permission',
    remedyZh: '如工作需要，请联系系统管理员开通“{{permission}}”。',
    remedyEn: 'If your work needs it, ask an administrator for `{{permission}}`.',
  },
  'platform.cross-site': {
    kind: 'forbidden',
    zh: '请求来源不明，已拒绝',
    en: 'The request did not come from this site',
    remedyZh: '请从仁脉页面内操作；接口调用请使用访问令牌。',
    remedyEn: 'Act from within the pages, or call the API with the header x-renmai-csrf.',
  },
  'platform.idempotency-key-reused': {
    kind: 'conflict',
    zh: '同一个请求编号已用于不同内容',
    en: 'This idempotency key was used with another body',
    remedyZh: '请刷新页面后重新提交。',
    remedyEn: 'Use a new Idempotency-Key for a new request.',
  },
  'platform.too-many-requests': {
    kind: 'too-many',
    zh: '操作过于频繁',
    en: 'Too many requests',
    remedyZh: '请稍候 {{seconds}} 秒再试。',
    remedyEn: 'Wait {{seconds}} seconds and try again.',
  },
  'platform.too-large': {
    kind: 'too-large',
    zh: '内容过大',
    en: 'The content is too large',
    remedyZh: '请拆分后分次提交。',
    remedyEn: 'Split it and send the parts.',
  },
  'platform.fault': {
    kind: 'unavailable',
    zh: '系统出错，操作没有执行',
    en: 'Something broke; nothing was done',
    remedyZh: '请稍后重试；仍出错时请把编号 {{reference}} 告诉系统管理员。',
    remedyEn: 'Try again later; if it persists, give the administrator the reference {{reference}}.',
  },
};

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Refusal['facts'];
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  /** Where: `body.phone`, `query.limit`. */
  readonly field: string;
  readonly message: string;
}

/** RFC 9457 problem details of a refusal, in the reader's language. */
export function problemOf(
  refusal: Refusal,
  catalogue: FailureCatalogue,
  locale: 'zh-CN' | 'en',
  errors?: readonly FieldError[],
): Problem {
  const failure = catalogue[refusal.code];
  const status = failure ? statusOf[failure.kind] : 422;
  const [title, remedy] = failure
    ? locale === 'en'
      ? [failure.en, failure.remedyEn]
      : [failure.zh, failure.remedyZh]
    : [refusal.code, ''];
  return {
    type: `/docs/errors#${refusal.code}`,
    title: fillFacts(title, refusal.facts),
    status,
    code: refusal.code,
    detail: fillFacts(remedy, refusal.facts),
    ...(Object.keys(refusal.facts).length > 0 ? { facts: refusal.facts } : {}),
    ...(errors ? { errors } : {}),
  };
}
