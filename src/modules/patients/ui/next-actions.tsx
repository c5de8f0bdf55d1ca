import { App, Button, Space } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section } from '#web/kit/index.ts';
import { decideNextAction, type Patient } from '../contract/index.ts';

const shownMax = 4;

/** What to do next and the facts that call for it; taking or dismissing is recorded. */
export function NextActions({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const { message } = App.useApp();
  const command = useCommand(decideNextAction, { onDone: () => message.success(t('next.taken')) });
  const decide = (ruleId: string, outcome: 'taken' | 'dismissed') =>
    void command.run({ params: { patientId: patient.patientId }, body: { ruleId, outcome } });
  return (
    <Section title={t('next.title')}>
      <ProblemNote problem={command.problem} />
      {patient.nextActions.length === 0 && <p className="rm-soft">{t('next.none')}</p>}
      {patient.nextActions.slice(0, shownMax).map((one) => (
        <div className="rm-pat-action" key={one.ruleId}>
          <p>{t(`next.rule.${one.ruleId}`, one.facts as Record<string, string | number>)}</p>
          {patient.mayWrite && (
            <Space>
              <Button size="small" type="primary" onClick={() => decide(one.ruleId, 'taken')}>
                {t('next.take')}
              </Button>
              <Button size="small" onClick={() => decide(one.ruleId, 'dismissed')}>
                {t('next.dismiss')}
              </Button>
            </Space>
          )}
        </div>
      ))}
    </Section>
  );
}
