import { Button } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { type Text, useText } from '#web/i18n.ts';
import { ProblemNote, Section, StateTag, Timeline, type Tone, timeText, useTimeZone, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type NoticeState, type ReferralDetail, resendNotice } from '../../contract/index.ts';

type Event = ReferralDetail['events'][number];

const tones: Readonly<Record<string, Tone>> = {
  received: 'primary',
  announced: 'primary',
  confirmed: 'primary',
  decided: 'allowed',
  dispute_opened: 'waiting',
  withdrawn: 'prohibited',
};

/** What happened to the referral, in order, with before and after. */
export function ReferralHistory({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const timeZone = useTimeZone();
  return (
    <Section title={t('referral.history')}>
      <Timeline
        exact
        entries={referral.events.map((event) => ({
          key: String(event.seq),
          at: event.at,
          title: has(event.kind, kinds) ? t(`referral.event.${event.kind}`) : t('referral.event.state_changed'),
          by: event.actorName,
          text: <EventText t={t} event={event} timeZone={timeZone} />,
          ...(tones[event.kind] ? { tone: tones[event.kind]! } : {}),
        }))}
      />
    </Section>
  );
}

const kinds = new Set(
  'received announced confirmed withdrawn corrected introducer_chosen decided dispute_opened dispute_decided dispute_dissolved board_marked board_undone escort_set source_recorded anonymised linked reading_decided imported'.split(
    ' ',
  ),
);
const fields = new Set(
  'patientName sex age phone disease department expectedFrom expectedUntil isAccompanied note stage'.split(' '),
);

function has(key: string, known: ReadonlySet<string>): boolean {
  return known.has(key);
}

function EventText({ t, event, timeZone }: { t: Text; event: Event; timeZone: string }) {
  const lines = changesOf(t, event, timeZone);
  if (lines.length === 0 && !event.reason) return null;
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {event.reason && <div>{t('referral.because', { reason: event.reason })}</div>}
    </>
  );
}

function changesOf(t: Text, { before, after }: Event, timeZone: string): string[] {
  const lines: string[] = [];
  const state = after?.['state'];
  if (typeof state === 'string') {
    const code = after?.['code'] ?? after?.['stateCode'];
    const from = before?.['state'];
    const words = t(`state.${state}`);
    lines.push(typeof from === 'string' && from !== state ? `${t(`state.${from}`)} → ${words}` : words);
    if (typeof code === 'string') lines.push(t(shortWhy.has(code) ? `whyShort.${code}` : `why.${code}`));
  }
  const step = after?.['boardStep'] ?? after?.['step'];
  if (typeof step === 'string') lines.push(t(`referral.boardStep.${step}`));
  for (const name of Object.keys(after ?? {})) {
    if (!fields.has(name)) continue;
    lines.push(
      t('referral.change', {
        field: t(`field.${name}`),
        before: valueText(t, name, before?.[name], timeZone),
        after: valueText(t, name, after?.[name], timeZone),
      }),
    );
  }
  const changed = after?.['fields'];
  if (Array.isArray(changed)) {
    lines.push(
      changed
        .filter((name) => fields.has(String(name)))
        .map((name) => t(`field.${name}`))
        .join(t('listComma')),
    );
  }
  return lines;
}

const shortWhy = new Set(['incomplete', 'received_after_arrival', 'fits_several_people']);

function valueText(t: Text, name: string, value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return t('referral.empty');
  if (name === 'sex') return t(`sex.${String(value)}`);
  if (name === 'stage') return t(`inbox.stageName.${String(value)}`);
  if (name.startsWith('expected') && typeof value === 'number') return timeText(value, timeZone, false);
  if (typeof value === 'boolean') return t(value ? 'inbox.yes' : 'inbox.no');
  return String(value);
}

const noticeTones: Readonly<Record<NoticeState, Tone>> = {
  waiting: 'waiting',
  handing_over: 'waiting',
  sent: 'allowed',
  failed: 'prohibited',
  uncertain: 'waiting',
};

/** What the introducer was told. Whether an uncertain notice is sent once more is for the officer to say. */
export function ReferralNotices({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const mayResend = useMay('referrals.match');
  const resend = useCommand(resendNotice);
  return (
    <Section title={t('referral.notices')}>
      {referral.notices.length === 0 && <p className="rm-soft">{t('referral.noNotices')}</p>}
      <ul className="rm-ref-notices">
        {referral.notices.map((notice) => (
          <li key={`${notice.kind} ${notice.createdAt}`}>
            <p className="rm-ref-waiting-head">
              <strong>{t(`referral.noticeKind.${notice.kind}`)}</strong>
              <StateTag tone={noticeTones[notice.state]}>{t(`referral.noticeState.${notice.state}`)}</StateTag>
              <span className="rm-faint">
                <When at={notice.sentAt ?? notice.createdAt} full />
              </span>
            </p>
            <p className="rm-soft">{notice.text}</p>
            {notice.state === 'uncertain' && <p>{t('referral.noticeUncertain')}</p>}
            {notice.state === 'failed' && notice.failedReason && (
              <p className="rm-tone-prohibited">{notice.failedReason}</p>
            )}
            {mayResend && (notice.state === 'uncertain' || notice.state === 'failed') && notice.text !== '' && (
              <Button
                size="small"
                loading={resend.isRunning}
                onClick={() =>
                  void resend.run({ params: { referralId: referral.referralId, noticeId: notice.noticeId } })
                }
              >
                {t('referral.noticeResend')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote problem={resend.problem} />
    </Section>
  );
}
