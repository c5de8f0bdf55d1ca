import { Button, Space } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageSkeleton, Section } from '#web/kit/index.ts';
import { readLevelMoves } from '../contract/index.ts';

const levels = [5, 4, 3, 2, 1];

/** Level at the beginning of a quarter against its end. */
export default function MovesPage() {
  const t = useText('patients');
  const [at, setAt] = useState(() => Math.floor((new Date().getFullYear() * 12 + new Date().getMonth()) / 3));
  const [year, quarter] = [Math.floor(at / 4), (at % 4) + 1];
  const read = useRead(readLevelMoves, { query: { year, quarter } }, { keepPrevious: true });
  const count = (from: number | null, to: number) =>
    read.data?.moves.find((move) => move.from === from && move.to === to)?.patients ?? 0;
  return (
    <PageFrame title={t('moves.title')} meaning={t('moves.meaning')}>
      <Section
        title={t('moves.quarter', { year, quarter })}
        extra={
          <Space>
            <Button size="small" onClick={() => setAt(at - 1)}>
              {t('moves.earlier')}
            </Button>
            <Button size="small" onClick={() => setAt(at + 1)}>
              {t('moves.later')}
            </Button>
          </Space>
        }
      >
        {read.error ? (
          <ErrorState error={read.error} onRetry={() => void read.refetch()} />
        ) : read.data ? (
          <div style={{ overflowX: 'auto' }}>
            <table className="rm-pat-moves">
              <thead>
                <tr>
                  <th>
                    {t('moves.from')} ＼ {t('moves.to')}
                  </th>
                  {levels.map((to) => (
                    <th key={to}>{t(`level.name.${to}`)}</th>
                  ))}
                  <th>{t('moves.sum')}</th>
                </tr>
              </thead>
              <tbody>
                {[...levels, null].map((from) => (
                  <tr key={String(from)}>
                    <th>{from === null ? t('moves.newcomer') : t(`level.name.${from}`)}</th>
                    {levels.map((to) => (
                      <td key={to} className={from === to ? 'rm-pat-stay' : ''}>
                        {count(from, to) || ''}
                      </td>
                    ))}
                    <td>{levels.reduce((sum, to) => sum + count(from, to), 0) || ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <PageSkeleton rows={6} />
        )}
      </Section>
    </PageFrame>
  );
}
