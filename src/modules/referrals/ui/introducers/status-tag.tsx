import { useText } from '#web/i18n.ts';
import { StateTag } from '#web/kit/index.ts';
import type { IntroducerRow } from '../../contract/index.ts';

const tones = { pending: 'waiting', active: 'allowed', inactive: 'inactive' } as const;

export function StatusTag({ status }: { status: IntroducerRow['status'] }) {
  const t = useText('referrals');
  return <StateTag tone={tones[status]}>{t(`introducers.statusName.${status}`)}</StateTag>;
}
