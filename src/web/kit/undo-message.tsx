import { App, Button } from 'antd';
import { useCallback } from 'react';
import { useText } from '#web/i18n.ts';

/** A line that says what was done, with a button that takes it back. */
export function useUndoMessage(): (text: string, undo: () => unknown) => void {
  const t = useText('kit');
  const { message } = App.useApp();
  return useCallback(
    (text, undo) => {
      const key = `undo-${Date.now()}`;
      const take = () => {
        message.destroy(key);
        void undo();
      };
      void message.open({
        key,
        type: 'success',
        duration: 8,
        content: (
          <>
            {text}
            <Button type="link" size="small" onClick={take}>
              {t('undo.take')}
            </Button>
          </>
        ),
      });
    },
    [message, t],
  );
}
