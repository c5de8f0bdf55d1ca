import { Input, Modal } from 'antd';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Keys } from '#web/kit/index.ts';
import { useDesk } from '../desk-text.ts';

const reasons = ['not_come', 'too_vague', 'repeated', 'not_referral'] as const;

interface NoneDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChoose: (reason: string) => void;
}

/** Why no episode fits: one digit for the usual reasons, words for the rest. */
export function NoneDialog({ open, onClose, onChoose }: NoneDialogProps) {
  const t = useDesk();
  const [other, setOther] = useState('');
  useEffect(() => {
    if (open) setOther('');
  }, [open]);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const reason = reasons[Number(event.key) - 1];
    if (reason && other === '') {
      event.preventDefault();
      onChoose(t(`matching.noneReasons.${reason}`));
    }
    if (event.key === 'Enter' && other.trim().length >= 2) onChoose(other.trim());
  };
  return (
    <Modal open={open} title={t('matching.noneTitle')} footer={null} onCancel={onClose} width={440} destroyOnHidden>
      <p className="rm-soft">{t('matching.noneHint')}</p>
      <ul className="rq-none">
        {reasons.map((reason, index) => (
          <li key={reason}>
            <button type="button" onClick={() => onChoose(t(`matching.noneReasons.${reason}`))}>
              <Keys keys={String(index + 1)} /> {t(`matching.noneReasons.${reason}`)}
            </button>
          </li>
        ))}
      </ul>
      <Input
        autoFocus
        value={other}
        maxLength={500}
        aria-label={t('matching.noneOther')}
        placeholder={t('matching.noneOther')}
        onChange={(event) => setOther(event.target.value)}
        onKeyDown={onKey}
      />
    </Modal>
  );
}
