import { App, Input } from 'antd';
import { type ReactNode, useCallback } from 'react';
import { useText } from '#web/i18n.ts';

export interface DangerQuestion {
  /** What will happen: 作废 2026-10 结算单？ */
  readonly title: string;
  /** What is lost and whether it can be undone. */
  readonly text: ReactNode;
  /** The button names the deed: 作废结算单. */
  readonly ok: string;
  /** Asks to type this word first, for what cannot be undone. */
  readonly typed?: string;
  /** Asks for a reason; handed to `onConfirm`. */
  readonly reason?: 'required' | 'optional';
  /** Rejecting keeps the dialog open. */
  readonly onConfirm: (reason: string) => Promise<unknown> | undefined;
}

/** Asks before something that hurts: `const confirm = useConfirmDanger(); confirm({ … })`. */
export function useConfirmDanger(): (question: DangerQuestion) => void {
  const { modal } = App.useApp();
  const t = useText('kit');
  return useCallback(
    (question) => {
      let reason = '';
      let typed = '';
      const isReady = () =>
        (question.typed === undefined || typed.trim() === question.typed) &&
        (question.reason !== 'required' || reason.trim().length >= 2);
      const update = () => dialog.update({ okButtonProps: { danger: true, disabled: !isReady() } });
      const dialog = modal.confirm({
        title: question.title,
        okText: question.ok,
        okButtonProps: { danger: true, disabled: !isReady() },
        cancelText: t('cancel'),
        focusable: { autoFocusButton: 'cancel' },
        width: 460,
        content: (
          <div className="rm-danger">
            <div>{question.text}</div>
            {question.reason && (
              // biome-ignore lint/a11y/noLabelWithoutControl: Ant Design's field renders the control inside
              <label>
                {t(question.reason === 'required' ? 'danger.reason' : 'danger.reasonOptional')}
                <Input.TextArea
                  autoSize={{ minRows: 2, maxRows: 5 }}
                  maxLength={500}
                  onChange={(event) => {
                    reason = event.target.value;
                    update();
                  }}
                />
              </label>
            )}
            {question.typed !== undefined && (
              // biome-ignore lint/a11y/noLabelWithoutControl: Ant Design's field renders the control inside
              <label>
                {t('danger.typed', { word: question.typed })}
                <Input
                  onChange={(event) => {
                    typed = event.target.value;
                    update();
                  }}
                />
              </label>
            )}
          </div>
        ),
        onOk: () => question.onConfirm(reason.trim()),
      });
    },
    [modal, t],
  );
}
