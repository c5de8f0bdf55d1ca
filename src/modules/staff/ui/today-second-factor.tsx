import { Button } from 'antd';
import { useText } from '#web/i18n.ts';
import { Section, useGo } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';

/** Those who pay or approve are asked to protect their sign-in. */
export default function TodaySecondFactor() {
  const t = useText('staff');
  const go = useGo();
  const { account } = useSession();
  if (!account.secondFactorAdvised) return null;
  return (
    <Section title={t('advice.title')}>
      <p className="rm-soft" style={{ marginBlock: '0 12px' }}>
        {t('advice.text')}
      </p>
      <Button onClick={() => go('/account')}>{t('advice.start')}</Button>
    </Section>
  );
}
