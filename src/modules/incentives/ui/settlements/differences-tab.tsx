import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, Money, PageLink, Section, StateTag, When } from '#web/kit/index.ts';
import { type SettlementDetail, signRecalculation } from '../../contract/index.ts';
import { Recalculate } from './next-step.tsx';
import { SignDialog } from './sign-dialog.tsx';

/** Finance's independent run: every difference with an explanation, then the signature. */
export function Differences({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [explanations, setExplanations] = useState<Readonly<Record<string, string>>>({});
  const [decision, setDecision] = useState<'signed' | 'rejected' | null>(null);
  const sign = useCommand(signRecalculation, {
    onDone: () => {
      message.success(t(decision === 'rejected' ? 'sign.returned' : 'sign.done'));
      setDecision(null);
    },
  });
  const run = settlement.recalculation;
  const maySign = settlement.steps.some((step) => step.step === 'recalculate' && step.mayDo);
  const mayRun = settlement.steps.some((step) => step.step === 'recalculation' && step.mayDo);
  if (!run)
    return (
      <EmptyState
        picture="chart"
        title={t('recalculation.emptyTitle')}
        text={t('recalculation.emptyText')}
        action={mayRun && <Recalculate settlement={settlement} />}
      />
    );
  const open = run.differences.filter((one) => !one.explanation && !explanations[one.key]?.trim()).length;
  return (
    <Section
      title={t('recalculation.title')}
      extra={
        <StateTag tone={run.differencesCount === 0 ? 'allowed' : 'waiting'}>
          {run.differencesCount === 0
            ? t('recalculation.equal')
            : t('recalculation.differences', { count: run.differencesCount })}
        </StateTag>
      }
    >
      <p className="rm-soft">
        {t('recalculation.by', { name: run.runByName, lines: run.linesChecked.toLocaleString('en-US') })}{' '}
        <When at={run.ranAt} full />
        {!run.isOfPresentLines && <StateTag tone="waiting">{t('recalculation.outdated')}</StateTag>}
      </p>
      {run.differences.length > 0 && (
        <div className="inc-scroll">
          <table className="inc-table">
            <thead>
              <tr>
                <th scope="col">{t('line.episode')}</th>
                <th scope="col">{t('line.rule')}</th>
                <th scope="col">{t('recalculation.kind')}</th>
                <th scope="col" className="rm-right">
                  {t('recalculation.settled')}
                </th>
                <th scope="col" className="rm-right">
                  {t('recalculation.recomputed')}
                </th>
                <th scope="col">{t('recalculation.explanation')}</th>
              </tr>
            </thead>
            <tbody>
              {run.differences.map((one) => (
                <tr key={one.key}>
                  <td>
                    {one.lineId ? (
                      <PageLink
                        to={`/incentives/settlements/${settlement.settlementId}/lines/${one.lineId}?tab=differences`}
                      >
                        {one.episodeNo ?? one.key}
                      </PageLink>
                    ) : (
                      (one.episodeNo ?? one.key)
                    )}
                  </td>
                  <td className="rm-code">{one.ruleId}</td>
                  <td>{t(`recalculation.kinds.${one.kind}`)}</td>
                  <td className="rm-right">
                    <Money fen={one.settledFen} />
                  </td>
                  <td className="rm-right">
                    <Money fen={one.recomputedFen} />
                  </td>
                  <td className="inc-explanation">
                    {one.explanation ??
                      (maySign ? (
                        <Input
                          aria-label={`${t('recalculation.explanation')} ${one.episodeNo ?? one.key}`}
                          maxLength={500}
                          placeholder={t('recalculation.explain')}
                          value={explanations[one.key] ?? ''}
                          onChange={(event) => setExplanations({ ...explanations, [one.key]: event.target.value })}
                        />
                      ) : (
                        '—'
                      ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="inc-actions">
        {mayRun && <Recalculate settlement={settlement} />}
        {maySign && (
          <>
            <Button danger onClick={() => setDecision('rejected')}>
              {t('sign.return')}
            </Button>
            <Button type="primary" disabled={open > 0 || !run.isOfPresentLines} onClick={() => setDecision('signed')}>
              {open > 0 ? t('recalculation.open', { open }) : t('sign.button.recalculate')}
            </Button>
          </>
        )}
      </div>
      {decision && (
        <SignDialog
          title={t(decision === 'signed' ? 'sign.title.recalculate' : 'sign.returnTitle')}
          text={t(decision === 'signed' ? 'sign.text.recalculate' : 'sign.returnText')}
          decision={decision}
          settlement={settlement}
          isRunning={sign.isRunning}
          problem={sign.problem}
          onClose={() => setDecision(null)}
          onSign={(comment) =>
            sign.run({
              params: { settlementId: settlement.settlementId },
              body: {
                comment,
                decision,
                version: settlement.version,
                explanations: Object.entries(explanations)
                  .filter(([, text]) => text.trim() !== '')
                  .map(([key, text]) => ({ key, text: text.trim() })),
              },
            })
          }
        />
      )}
    </Section>
  );
}
