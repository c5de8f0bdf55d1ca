import { useText } from '#web/i18n.ts';
import { Facts, Money, Section, StateTag } from '#web/kit/index.ts';
import type { Patient } from '../contract/index.ts';

const payments: ReadonlySet<string> = new Set(['self_pay', 'insured', 'commercial']);

/** How the person uses the hospital: computed from visits, never typed. */
export function HabitsSection({ patient: { habits } }: { patient: Patient }) {
  const t = useText('patients');
  const cycle =
    habits.cycleDays === null ? (
      <span className="rm-faint">{t('habits.few')}</span>
    ) : (
      t('habits.days', { days: habits.cycleDays })
    );
  return (
    <Section
      title={t('habits.title')}
      extra={habits.isOverdue && <StateTag tone="waiting">{t('habits.overdue')}</StateTag>}
    >
      <Facts
        items={[
          [t('habits.comings'), habits.comings],
          [t('habits.cycle'), cycle],
          ...(habits.nextExpectedOn ? [[t('habits.next'), habits.nextExpectedOn] as const] : []),
          [t('habits.usual'), habits.usualDepartment],
          [
            t('habits.payment'),
            habits.usualPayment &&
              (payments.has(habits.usualPayment) ? t(`payment.${habits.usualPayment}`) : habits.usualPayment),
          ],
          ...(habits.spentFen === null
            ? []
            : [
                [t('habits.spent'), <Money key="spent" fen={habits.spentFen} />] as const,
                [t('habits.lastYear'), <Money key="year" fen={habits.spentLastYearFen} />] as const,
                [t('habits.perComing'), <Money key="each" fen={habits.perComingFen} />] as const,
              ]),
        ]}
      />
    </Section>
  );
}
