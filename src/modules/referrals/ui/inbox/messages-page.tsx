import { Button } from 'antd';
import { useMemo } from 'react';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  type ListView,
  PageFrame,
  PageLink,
  StateTag,
  type Tone,
  When,
} from '#web/kit/index.ts';
import { listMessages, type MessageRow, referralChannels } from '../../contract/index.ts';
import { MessageText } from '../referral/message-text.tsx';
import { Sender } from '../words.tsx';
import { InboxTabs } from './inbox-tabs.tsx';
import { useReading } from './use-reading.tsx';
import { WaitingMessage } from './waiting-messages.tsx';

const topics = ['messages', 'referrals'];
const tones: Readonly<Record<string, Tone>> = {
  referral: 'allowed',
  not_referral: 'inactive',
  needs_officer: 'waiting',
};

/** Every message exactly as it came, and what was made of it. */
export default function MessagesPage() {
  const t = useText('referrals');
  const columns = useMemo(
    (): Column<MessageRow>[] => [
      { key: 'text', title: t('messages.text'), width: 460, render: (row) => <MessageText message={row} compact /> },
      {
        key: 'received',
        title: t('inbox.received'),
        width: 110,
        sort: 'receivedAt',
        render: (row) => <When at={row.receivedAt} />,
      },
      { key: 'channel', title: t('inbox.channel'), width: 84, render: (row) => t(`channel.${row.channel}`) },
      {
        key: 'sender',
        title: t('messages.sender'),
        width: 150,
        render: (row) => <Sender message={row} />,
      },
      {
        key: 'outcome',
        title: t('messages.outcome'),
        width: 120,
        render: (row) => (
          <StateTag tone={tones[row.outcome ?? ''] ?? 'inactive'}>
            {t(`messages.outcomeName.${row.outcome ?? 'unread'}`)}
          </StateTag>
        ),
      },
      { key: 'do', title: '', width: 130, always: true, render: (row) => <RowAction message={row} /> },
    ],
    [t],
  );
  const filters = useMemo(
    (): FilterSpec[] => [
      {
        field: 'outcome',
        label: t('messages.outcome'),
        kind: 'choice',
        options: ['referral', 'not_referral', 'needs_officer'].map((value) => ({
          value,
          label: t(`messages.outcomeName.${value}`),
        })),
      },
      { field: 'receivedAt', label: t('inbox.received'), kind: 'days' },
      {
        field: 'channel',
        label: t('inbox.channel'),
        kind: 'choice',
        options: referralChannels.map((value) => ({ value, label: t(`channel.${value}`) })),
      },
    ],
    [t],
  );
  const views = useMemo(
    (): ListView[] => [
      { key: 'all', label: t('messages.all') },
      { key: 'open', label: t('messages.open'), filter: ['outcome:in:needs_officer'] },
      { key: 'not', label: t('messages.not'), filter: ['outcome:in:not_referral'] },
    ],
    [t],
  );
  return (
    <PageFrame title={t('messages.title')} meaning={t('messages.meaning')}>
      <InboxTabs current="messages" />
      <DataList<MessageRow>
        id="referrals.messages"
        route={listMessages}
        rowKey={(row) => row.messageId}
        columns={columns}
        filters={filters}
        views={views}
        defaultSort="-receivedAt"
        searchHint={t('messages.search')}
        rowTone={(row) => (row.outcome === 'needs_officer' ? 'waiting' : undefined)}
        topics={topics}
        card={(row) => <MessageCard message={row} />}
        empty={<EmptyState picture="inbox" title={t('messages.emptyTitle')} text={t('messages.emptyText')} />}
      />
    </PageFrame>
  );
}

function RowAction({ message }: { message: MessageRow }) {
  const t = useText('referrals');
  const { make, isRunning } = useReading(message);
  if (message.referralId !== null) {
    return <PageLink to={`/referrals/${encodeURIComponent(message.referralId)}`}>{t('messages.toReferral')}</PageLink>;
  }
  if (message.fields.length === 0) return null;
  return (
    <Button size="small" onClick={make} loading={isRunning}>
      {t('messages.makeReferral')}
    </Button>
  );
}

function MessageCard({ message }: { message: MessageRow }) {
  const t = useText('referrals');
  if (message.outcome === 'needs_officer') {
    return (
      <ul className="rm-ref-waiting">
        <WaitingMessage message={message} />
      </ul>
    );
  }
  return (
    <div className="rm-ref-card">
      <MessageText message={message} compact />
      <span className="rm-ref-card-foot">
        {t(`channel.${message.channel}`)} · <When at={message.receivedAt} /> ·{' '}
        {t(`messages.outcomeName.${message.outcome ?? 'unread'}`)}
      </span>
      <RowAction message={message} />
    </div>
  );
}
