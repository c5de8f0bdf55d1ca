import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo, useState } from 'react';
import { useCommand, useReadPages } from '#web/api/index.ts';
import { EmptyState, ErrorState, PageLink, PageSkeleton, useConfirmDanger, useUrlValue, When } from '#web/kit/index.ts';
import {
  type ContradictionRow,
  contradictionCodes,
  dismissContradiction,
  listContradictions,
} from '../../contract/board.ts';
import { useCodeText, useDesk } from '../desk-text.ts';
import { MatchingFrame } from '../matching/matching-frame.tsx';
import './contradictions.css';

type Contradiction = ContradictionRow['contradictions'][number];

/** What does not fit between referral, episode and the patient's own word; both sides side by side. */
export default function ContradictionsPage() {
  const t = useDesk();
  const [month, setMonth] = useUrlValue<string>('month', '');
  const [code, setCode] = useUrlValue<string>('code', '');
  const given = useMemo(
    () => ({ query: { ...(month ? { month } : {}), ...(code ? { code } : {}), limit: 50 } }),
    [month, code],
  );
  const read = useReadPages<ContradictionRow>(listContradictions, given);
  const rows = read.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = read;
  // A page may come back short or empty while more is left: the first screen is filled without being asked.
  useEffect(() => {
    if (rows.length < 8 && hasNextPage && !isFetching) void fetchNextPage();
  }, [rows.length, hasNextPage, isFetching, fetchNextPage]);
  const isFiltered = month !== '' || code !== '';
  return (
    <MatchingFrame tab="contradictions" meaning={t('contradictions.meaning')}>
      <div className="rc-bar">
        <DatePicker
          picker="month"
          allowClear
          aria-label={t('matching.month')}
          placeholder={t('contradictions.monthAll')}
          value={month ? dayjs(`${month}-01`) : null}
          onChange={(value) => setMonth(value ? value.format('YYYY-MM') : '')}
        />
        <Select
          className="rc-codes"
          aria-label={t('contradictions.columns.what')}
          value={code}
          options={[
            { value: '', label: t('contradictions.codeAll') },
            ...contradictionCodes.map((value) => ({ value, label: t(`contradictions.codes.${value}`) })),
          ]}
          onChange={setCode}
        />
      </div>
      <div className="rm-list">
        {read.error ? (
          <ErrorState error={read.error} onRetry={() => void read.refetch()} />
        ) : read.isPending ? (
          <PageSkeleton />
        ) : rows.length === 0 && !hasNextPage ? (
          <EmptyState
            picture="done"
            title={t(isFiltered ? 'contradictions.emptyFilter' : 'contradictions.emptyTitle')}
            text={isFiltered ? undefined : t('contradictions.emptyText')}
          />
        ) : (
          <>
            <ul className="rc-list">
              {rows.map((row) => (
                <Row key={`${row.episodeNo} ${row.referralId}`} row={row} />
              ))}
            </ul>
            {hasNextPage && (
              <p className="rm-list-foot">
                <Button loading={isFetching} onClick={() => void fetchNextPage()}>
                  {t('contradictions.more')}
                </Button>
              </p>
            )}
          </>
        )}
      </div>
    </MatchingFrame>
  );
}

function Row({ row }: { row: ContradictionRow }) {
  const t = useDesk();
  return (
    <li className="rc-row">
      <div className="rc-who">
        <strong>{row.patientName ?? t('common.unnamed')}</strong>
        <span className="rm-soft">{[row.department, row.episodeNo].filter(Boolean).join(' · ')}</span>
        <span className="rm-faint">
          <When at={row.registeredAt} full /> · {t(`contradictions.reason.${row.reason}`)}
        </span>
        <span className="rm-faint">
          {row.introducerName ?? (row.referralId ? t('common.nobody') : t('contradictions.noReferral'))}
          {row.referralId && (
            <>
              {' · '}
              <PageLink to={`/referrals/${encodeURIComponent(row.referralId)}`}>
                {t('contradictions.openReferral')}
              </PageLink>
            </>
          )}
        </span>
      </div>
      <ul className="rc-what">
        {row.contradictions.map((one) => (
          <What key={one.code} row={row} contradiction={one} />
        ))}
      </ul>
    </li>
  );
}

function What({ row, contradiction }: { row: ContradictionRow; contradiction: Contradiction }) {
  const t = useDesk();
  const confirm = useConfirmDanger();
  const [isGone, setGone] = useState(false);
  const dismiss = useCommand(dismissContradiction, {
    invalidates: [listContradictions],
    onDone: () => setGone(true),
  });
  const [told, registered] = useBothSides(row, contradiction);
  const isAboutSource = contradiction.code.startsWith('source_');
  const what = t(`contradictions.codes.${contradiction.code}`);
  const ask = () =>
    confirm({
      title: t('contradictions.dismissTitle'),
      text: t('contradictions.dismissText', { what }),
      ok: t('contradictions.dismiss'),
      reason: 'required',
      onConfirm: async (reason) => {
        const done = await dismiss.run({
          params: { episodeNo: row.episodeNo },
          body: { code: contradiction.code, reason },
        });
        if (done === undefined) throw new Error('refused');
      },
    });
  if (isGone) return null;
  return (
    <li>
      <strong>{what}</strong>
      <span className="rc-side">
        <small>{t(isAboutSource ? 'contradictions.declared' : 'contradictions.columns.told')}</small>
        <mark>{told}</mark>
      </span>
      <span className="rc-side">
        <small>{t(isAboutSource ? 'matching.referral' : 'contradictions.columns.registered')}</small>
        <mark>{registered}</mark>
      </span>
      <Button size="small" onClick={ask}>
        {t('contradictions.dismiss')}
      </Button>
    </li>
  );
}

/** The two values that do not fit: what was told, what is registered. */
function useBothSides(row: ContradictionRow, { code, facts }: Contradiction): readonly [string, string] {
  const t = useDesk();
  const codeText = useCodeText();
  const sexOf = (value: unknown) => codeText('common', String(value ?? ''));
  const ageOf = (value: unknown) => t('common.age', { age: String(value ?? '') });
  const fact = (name: string) => String(facts[name] ?? '—');
  switch (code) {
    case 'disease_not_of_department':
      return [fact('disease'), fact('department')];
    case 'disease_not_of_sex':
      return [fact('disease'), sexOf(facts['sex'])];
    case 'disease_not_of_age':
      return [fact('disease'), ageOf(facts['age'])];
    case 'department_not_of_sex':
      return [sexOf(facts['sex']), fact('department')];
    case 'department_not_of_age':
      return [ageOf(facts['age']), fact('department')];
    case 'name_differs':
      return [t('contradictions.namesHidden'), row.patientName ?? '—'];
    case 'sex_differs':
      return [sexOf(facts['told']), sexOf(facts['registered'])];
    case 'age_differs':
      return [ageOf(facts['told']), ageOf(facts['registered'])];
    case 'source_is_not_introducer':
      return [codeText('source.choices', fact('declared')), row.introducerName ?? row.introducerNo ?? '—'];
    case 'source_names_other_introducer':
      return [
        t('contradictions.namedIntroducer', { no: fact('declaredIntroducerNo') }),
        t('contradictions.introducerOfReferral', { no: fact('introducerNo') }),
      ];
    case 'source_names_introducer_without_referral':
      return [t('contradictions.isIntroducer'), t('contradictions.noReferral')];
  }
}
