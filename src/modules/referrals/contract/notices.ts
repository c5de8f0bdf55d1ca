/** What an introducer is told, at most once a referral each. Never a diagnosis, never charges. */
export const noticeKinds = ['received', 'incomplete', 'arrived', 'admitted', 'invalid'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
