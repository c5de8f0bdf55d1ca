import { type Text, useText } from '#web/i18n.ts';
import { StateTag, type Tone } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';
import type { Contract, OrganizationRow, Shown, Stage } from '../contract/index.ts';

export const useWords = (): Text => useText('organizations');

export const dash = <span className="rm-faint">—</span>;

const stageTones: Readonly<Record<Stage, Tone>> = {
  lead: 'inactive',
  visited: 'primary',
  proposal: 'primary',
  contract: 'waiting',
  active: 'allowed',
  renewal: 'waiting',
  lost: 'inactive',
};

export function StageTag({ stage }: { stage: Stage }) {
  const t = useWords();
  return <StateTag tone={stageTones[stage]}>{t(`stages.${stage}`)}</StateTag>;
}

const contractTones: Readonly<Record<Contract['state'], Tone>> = {
  draft: 'inactive',
  future: 'primary',
  in_force: 'allowed',
  ending: 'waiting',
  expired: 'prohibited',
  terminated: 'inactive',
};

export function ContractTag({ state }: { state: Contract['state'] }) {
  const t = useWords();
  return <StateTag tone={contractTones[state]}>{t(`contract.states.${state}`)}</StateTag>;
}

const stepTones = { planned: 'primary', due: 'waiting', overdue: 'prohibited' } as const;

/** What is to be done next, when, and whether it is late. */
export function NextStep({ row }: { row: Pick<OrganizationRow, 'nextStep' | 'nextStepOn' | 'nextStepState'> }) {
  const t = useWords();
  if (row.nextStepState === 'none') return dash;
  return (
    <span className="rm-org-name">
      <span>{row.nextStep ?? dash}</span>
      {row.nextStepOn && (
        <small>
          {row.nextStepOn}{' '}
          {row.nextStepState !== 'planned' && (
            <StateTag tone={stepTones[row.nextStepState]}>{t(`step.${row.nextStepState}`)}</StateTag>
          )}
        </small>
      )}
    </span>
  );
}

export function shownText(value: Shown | null): string | null {
  if (!value) return null;
  const { text, isMasked } = value;
  return !isMasked && /^1\d{10}$/.test(text) ? `${text.slice(0, 3)} ${text.slice(3, 7)} ${text.slice(7)}` : text;
}

export function distanceText(t: Text, row: { distanceM: number | null; band: string | null }): string | null {
  if (row.distanceM === null) return null;
  return [t('field.distanceKm', { km: (row.distanceM / 1000).toFixed(1) }), row.band].filter(Boolean).join(' · ');
}

/** Today in the hospital, `YYYY-MM-DD`. */
export function useToday(): string {
  const { hospital } = useSession();
  return new Intl.DateTimeFormat('sv-SE', { timeZone: hospital.timeZone }).format(new Date());
}

export const topics = ['organizations'];
