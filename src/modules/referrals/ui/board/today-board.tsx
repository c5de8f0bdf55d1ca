import { ClockCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEvents, useRead } from '#web/api/index.ts';
import { PageLink, Section, StatCard, StateTag, StatRow, timeText, useGo, useTimeZone } from '#web/kit/index.ts';
import { readBoard } from '../../contract/board.ts';
import { useDesk } from '../desk-text.ts';
import './board.css';
import { byArrival, lateMinutes } from './board-facts.ts';
import { useNow } from './use-board.ts';

const given = { query: { assigned: 'all' as const, withDone: '0' as const } };
const shownMax = 5;

/** Today at the door: how many are expected, who comes next, who is late. */
export default function TodayBoard() {
  const t = useDesk();
  const go = useGo();
  const timeZone = useTimeZone();
  const board = useRead(readBoard, given, { refetchMs: 60_000 });
  useEvents(['board'], undefined, { invalidates: [readBoard] });
  const now = useNow(board.data?.now);
  if (!board.data) return null;
  const { items, counts } = board.data;
  const expected = items.filter((card) => card.step === 'announced').sort(byArrival);
  const late = expected.filter((card) => lateMinutes(card, now) !== null).length;
  return (
    <Section title={t('today.boardTitle')} extra={<Button onClick={() => go('/board')}>{t('today.openBoard')}</Button>}>
      <StatRow>
        <StatCard label={t('today.expected')} value={counts.expected} to="/board" />
        <StatCard label={t('today.inHouse')} value={counts.inHouse} to="/board" />
        {late > 0 ? (
          <StatCard label={t('today.overdue')} value={late} tone="prohibited" to="/board" />
        ) : (
          <StatCard label={t('today.done')} value={counts.done} to="/board" />
        )}
      </StatRow>
      {expected.length > 0 && (
        <ul className="rd-next">
          {expected.slice(0, shownMax).map((card) => (
            <li key={card.referralId}>
              <span className="rm-tabular">
                {card.expectedFrom === null
                  ? (card.expectedPhrase ?? t('board.timeUnknown'))
                  : timeText(card.expectedFrom, timeZone).slice(5)}
              </span>
              <PageLink to="/board">{card.patientName ?? t('common.unnamed')}</PageLink>
              <span className="rm-soft">{card.department}</span>
              {lateMinutes(card, now) !== null && (
                <StateTag tone="prohibited" icon={<ClockCircleOutlined />}>
                  {t('board.overdue')}
                </StateTag>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
