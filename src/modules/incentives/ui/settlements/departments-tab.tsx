import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, Money, ProblemNote, Section, StateTag, type Tone, useUrlQuery, When } from '#web/kit/index.ts';
import { recomputeDepartment, type SettlementDetail, verifyDepartment } from '../../contract/index.ts';
import { SignDialog } from './sign-dialog.tsx';

type Part = SettlementDetail['departments'][number];

const tones: Readonly<Record<Part['state'], Tone>> = {
  waiting: 'waiting',
  verified: 'allowed',
  rejected: 'prohibited',
};

/** Each department signs its own lines or returns them; the others go on. */
export function Departments({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  if (settlement.departments.length === 0)
    return <EmptyState compact picture="people" title={t('departments.empty')} />;
  return (
    <Section title={t('departments.title')} extra={<span className="rm-faint">{t('departments.hint')}</span>}>
      <div className="inc-scroll">
        <table className="inc-table">
          <thead>
            <tr>
              <th scope="col">{t('totals.department')}</th>
              <th scope="col" className="rm-right">
                {t('totals.lines')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.amount')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.prohibited')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.payable')}
              </th>
              <th scope="col">{t('departments.state')}</th>
              <th scope="col">
                <span className="rm-hidden">{t('departments.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {settlement.departments.map((part) => (
              <DepartmentRow key={part.department} part={part} settlement={settlement} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function DepartmentRow({ part, settlement }: { part: Part; settlement: SettlementDetail }) {
  const t = useText('incentives');
  const [, setQuery] = useUrlQuery();
  const showLines = () =>
    setQuery((query) => {
      query.delete('tab');
      query.append('filter', `department:in:${part.department}`);
    });
  return (
    <tr>
      <td>
        <button type="button" className="rm-link" onClick={showLines}>
          {part.department}
        </button>
      </td>
      <td className="rm-right rm-tabular">{part.lines.toLocaleString('en-US')}</td>
      <td className="rm-right">
        <Money fen={part.amountFen} />
      </td>
      <td className={part.prohibitedFen > 0 ? 'rm-right rm-tone-prohibited' : 'rm-right'}>
        <Money fen={part.prohibitedFen} />
      </td>
      <td className="rm-right">
        <Money fen={part.payableFen} strong />
      </td>
      <td>
        <StateTag tone={tones[part.state]}>{t(`departmentState.${part.state}`)}</StateTag>
        {part.signedByName && (
          <span className="rm-faint">
            {' '}
            {part.signedByName} <When at={part.signedAt} />
          </span>
        )}
        {part.comment && <q className="inc-quote">{part.comment}</q>}
      </td>
      <td>
        <DepartmentActions part={part} settlement={settlement} />
      </td>
    </tr>
  );
}

function DepartmentActions({ part, settlement }: { part: Part; settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [decision, setDecision] = useState<'signed' | 'rejected' | null>(null);
  const params = { settlementId: settlement.settlementId };
  const { version } = settlement;
  const verify = useCommand(verifyDepartment, {
    onDone: () => {
      message.success(t(decision === 'rejected' ? 'departments.returned' : 'departments.verified'));
      setDecision(null);
    },
  });
  const recompute = useCommand(recomputeDepartment, {
    onDone: ({ lines }) => message.success(t('departments.recomputed', { lines })),
  });
  const mayRecompute =
    part.state === 'rejected' && settlement.steps.some((step) => step.step === 'recompute_department' && step.mayDo);
  return (
    <span className="inc-row-actions">
      {part.mayVerify && (
        <>
          <Button size="small" danger onClick={() => setDecision('rejected')}>
            {t('sign.return')}
          </Button>
          <Button size="small" type="primary" onClick={() => setDecision('signed')}>
            {t('departments.verify')}
          </Button>
        </>
      )}
      {mayRecompute && (
        <Button
          size="small"
          loading={recompute.isRunning}
          onClick={() => recompute.run({ params, body: { department: part.department, version } })}
        >
          {t('departments.recompute')}
        </Button>
      )}
      <ProblemNote problem={recompute.problem} />
      {decision && (
        <SignDialog
          title={t(decision === 'signed' ? 'departments.verifyTitle' : 'departments.returnTitle', {
            department: part.department,
          })}
          text={t(decision === 'signed' ? 'departments.verifyText' : 'departments.returnText')}
          decision={decision}
          settlement={settlement}
          part={{
            name: part.department,
            lines: part.lines,
            payableFen: part.payableFen,
            prohibitedFen: part.prohibitedFen,
          }}
          isRunning={verify.isRunning}
          problem={verify.problem}
          onClose={() => setDecision(null)}
          onSign={(comment) =>
            verify.run({ params, body: { department: part.department, decision, comment, version } })
          }
        />
      )}
    </span>
  );
}
