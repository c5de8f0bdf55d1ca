import { Input } from 'antd';
import { useState } from 'react';
import { useText } from '#web/i18n.ts';
import { Section, StateTag } from '#web/kit/index.ts';
import { MessageText } from '../referral/message-text.tsx';
import { usePreview } from '../register/use-preview.ts';

/** How a message would be read and answered; nothing is stored or sent. */
export function TrySection() {
  const t = useText('referrals');
  const [text, setText] = useState('');
  const { preview } = usePreview(text, ignore);
  return (
    <Section title={t('channels.try')}>
      <p className="rm-soft rm-ref-gap-below">{t('channels.tryText')}</p>
      <Input.TextArea
        aria-label={t('channels.try')}
        value={text}
        maxLength={5000}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('register.textExample')}
        onChange={(event) => setText(event.target.value)}
      />
      {preview && (
        <div className="rm-ref-tried" aria-live="polite">
          <MessageText message={{ text, fields: preview.fields }} />
          <StateTag tone={preview.isReferral ? 'allowed' : 'inactive'}>
            {t(`messages.outcomeName.${preview.isReferral ? 'referral' : 'not_referral'}`)}
          </StateTag>
          <p className="rm-soft">{t('channels.reply', { text: preview.reply })}</p>
        </div>
      )}
    </Section>
  );
}

const ignore = () => undefined;
