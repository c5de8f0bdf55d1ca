/** What an introducer is told, at most once a referral each. Never a diagnosis, never charges. */
export const noticeKinds = ['received', 'incomplete', 'arrived', 'admitted', 'invalid'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** `waiting` to go; `handing_over` to the provider this moment; `uncertain` whether it went out. */
export const noticeStates = ['waiting', 'handing_over', 'sent', 'failed', 'uncertain'] as const;
export type NoticeState = (typeof noticeStates)[number];
