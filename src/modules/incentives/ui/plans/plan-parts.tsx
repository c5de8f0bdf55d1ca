import type { PlanDocument } from '#kernel/rule-engine/plan.ts';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, Section } from '#web/kit/index.ts';
import { readPlanVocabulary } from '../../contract/index.ts';
import { percentText, useWords } from '../words.tsx';

/** What amounts are computed from: share of each fee category. */
export function Bases({ plan }: { plan: PlanDocument }) {
  const t = useText('incentives');
  const { say } = useWords();
  const described = useRead(readPlanVocabulary, undefined, { staleMs: 3_600_000 });
  const bases = Object.entries(plan.bases);
  if (bases.length === 0) return null;
  const titleOf = (category: string) => {
    const found = described.data?.categories.find((entry) => entry.value === category);
    return found ? say(found.title) : category;
  };
  return (
    <Section
      title={t('parts.bases')}
      extra={plan.onlyFirstDepartment && <span className="rm-faint">{t('parts.firstDepartment')}</span>}
    >
      <div className="inc-scroll">
        <table className="inc-table">
          <thead>
            <tr>
              <th scope="col">{t('parts.base')}</th>
              <th scope="col">{t('parts.weights')}</th>
              <th scope="col" className="rm-right">
                {t('parts.otherwise')}
              </th>
            </tr>
          </thead>
          <tbody>
            {bases.map(([name, base]) => (
              <tr key={name}>
                <td>
                  {say(base.title)} <span className="rm-code">{name}</span>
                </td>
                <td>
                  {Object.keys(base.weights).length === 0
                    ? t('parts.allAlike')
                    : Object.entries(base.weights)
                        .map(([category, weight]) => `${titleOf(category)} ${percentText(weight)}`)
                        .join(t('listComma'))}
                </td>
                <td className="rm-right rm-tabular">{percentText(base.otherwise)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Limits over several rules, per payee and month. */
export function Caps({ plan }: { plan: PlanDocument }) {
  const t = useText('incentives');
  const { say } = useWords();
  if (plan.caps.length === 0) return null;
  return (
    <Section title={t('parts.caps')}>
      <table className="inc-table">
        <thead>
          <tr>
            <th scope="col">{t('parts.cap')}</th>
            <th scope="col">{t('parts.capRules')}</th>
            <th scope="col" className="rm-right">
              {t('parts.capMax')}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.caps.map((cap) => (
            <tr key={cap.id}>
              <td>{say(cap.title)}</td>
              <td className="rm-code">{cap.rules.join(' ')}</td>
              <td className="rm-right">
                <Money fen={cap.perPayeeMonthMaxFen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The plan's own mapping of department names. */
export function DepartmentGroups({ plan }: { plan: PlanDocument }) {
  const t = useText('incentives');
  const { say } = useWords();
  if (plan.departmentGroups.length === 0) return null;
  return (
    <Section title={t('parts.groups')} extra={<span className="rm-faint">{t('parts.groupsHint')}</span>}>
      <div className="inc-scroll">
        <table className="inc-table">
          <thead>
            <tr>
              <th scope="col">{t('parts.groupName')}</th>
              <th scope="col">{t('parts.startsWith')}</th>
              <th scope="col">{t('parts.contains')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.departmentGroups.map((entry) => (
              <tr key={entry.group}>
                <td>{say(entry.title)}</td>
                <td>{entry.startsWith?.join(t('listComma')) ?? '—'}</td>
                <td>{entry.contains?.join(t('listComma')) ?? '—'}</td>
              </tr>
            ))}
            <tr>
              <td className="rm-faint">{t('parts.other')}</td>
              <td className="rm-faint" colSpan={2}>
                {t('parts.otherText')}
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Thanks without value: never a line, never money. */
export function Thanks({ plan }: { plan: PlanDocument }) {
  const t = useText('incentives');
  const { say } = useWords();
  if (plan.acknowledgements.length === 0) return null;
  return (
    <Section title={t('parts.thanks')} extra={<span className="rm-faint">{t('parts.thanksHint')}</span>}>
      <ul className="inc-thanks">
        {plan.acknowledgements.map((entry) => (
          <li key={entry.id}>
            <strong>{say(entry.title)}</strong> <span className="rm-code">{entry.id}</span>
            <p className="rm-soft">
              {entry.to.map((kind) => t(`introducer.${kind}`)).join(t('listComma'))} →{' '}
              {entry.gives.map((given) => t(`gives.${given}`)).join(t('listComma'))}
              {entry.needsPatientConsent && ` · ${t('parts.consent')}`}
              {entry.withinHours && ` · ${t('parts.within', { hours: entry.withinHours })}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
