import { AutoComplete, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { BoardCard } from '../../contract/board.ts';
import { useDesk } from '../desk-text.ts';

interface EscortDialogProps {
  readonly card: BoardCard | null;
  /** Names already on the board: usually one of them. */
  readonly known: readonly string[];
  readonly onClose: () => void;
  readonly onSave: (card: BoardCard, name: string | null) => void;
}

/** Who takes the patient through the house. */
export function EscortDialog({ card, known, onClose, onSave }: EscortDialogProps) {
  const t = useDesk();
  const [name, setName] = useState('');
  useEffect(() => setName(card?.escort ?? ''), [card]);
  const save = () => {
    if (card) onSave(card, name.trim() || null);
    onClose();
  };
  return (
    <Modal
      open={card !== null}
      title={t('board.escortSet')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      onOk={save}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <AutoComplete
        autoFocus
        style={{ width: '100%' }}
        value={name}
        aria-label={t('board.escortHint')}
        placeholder={t('board.escortHint')}
        options={known.map((value) => ({ value }))}
        onChange={(value: string) => setName(value.slice(0, 40))}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) save();
        }}
      />
    </Modal>
  );
}
