import { Button, Modal } from 'antd';
import { useText } from '#web/i18n.ts';
import { CopyButton } from '#web/kit/index.ts';
import { useStaffWords } from './words.ts';

/** A password that is shown this once. It closes only by its button. */
export function TemporaryPassword(props: {
  name: string;
  password: string | null;
  pending?: readonly string[];
  onClose: () => void;
}) {
  const t = useText('staff');
  const words = useStaffWords();
  const pending = props.pending ?? [];
  return (
    <Modal
      open={props.password !== null}
      title={t('temporary.title')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={props.onClose}>
          {t('temporary.done')}
        </Button>
      }
    >
      <p>{t('temporary.text', { name: props.name })}</p>
      <p
        style={{ fontSize: 22, fontFamily: 'monospace', letterSpacing: 1, display: 'flex', gap: 12, flexWrap: 'wrap' }}
      >
        <strong>{props.password}</strong>
        <CopyButton text={props.password ?? ''} />
      </p>
      {pending.length > 0 && (
        <p className="rm-note rm-note-waiting">
          {t('temporary.pending', { roles: pending.map(words.role).join('、') })}
        </p>
      )}
    </Modal>
  );
}
