import { useRead } from '#web/api/index.ts';
import { useKeys } from '#web/kit/index.ts';
import { readReferral } from '../../contract/index.ts';
import { useDesk } from '../desk-text.ts';
import { UnknownIntroducer } from '../referral/unknown-introducer.tsx';
import '../referrals.css';

const fieldId = 'queue-introducer';

/** Who introduces, chosen where the work is: without an introducer no episode can be linked. */
export function QueueIntroducer({ referralId, onChosen }: { referralId: string; onChosen: () => void }) {
  const t = useDesk();
  const read = useRead(readReferral, { params: { referralId } });
  useKeys([{ keys: 'i', label: t('matching.keys.introducer'), run: () => document.getElementById(fieldId)?.focus() }]);
  if (!read.data || read.data.introducerId !== null) return null;
  return (
    <div className="rq-introducer">
      <UnknownIntroducer key={referralId} referral={read.data} fieldId={fieldId} onChosen={onChosen} />
      <p className="rm-faint">{t('matching.introducerFirst')}</p>
    </div>
  );
}
