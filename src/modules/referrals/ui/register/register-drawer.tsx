import { useState } from 'react';
import { useText } from '#web/i18n.ts';
import { DetailDrawer } from '#web/kit/index.ts';
import type { RegisteredAnswer } from '../../contract/index.ts';
import { RegisterForm } from './register-form.tsx';
import { RegisteredResult } from './registered-result.tsx';

/** Registration while the introducer is on the telephone: words or fields, Enter, done. The inbox stays below. */
export default function RegisterDrawer() {
  const t = useText('referrals');
  const [done, setDone] = useState<RegisteredAnswer | null>(null);
  const [round, setRound] = useState(0);
  const next = () => {
    setDone(null);
    setRound(round + 1);
  };
  return (
    <DetailDrawer title={t('register.title')} back="/referrals" width={560}>
      <div className="rm-ref-register">
        {done ? <RegisteredResult answer={done} onNext={next} /> : <RegisterForm key={round} onDone={setDone} />}
      </div>
    </DetailDrawer>
  );
}
