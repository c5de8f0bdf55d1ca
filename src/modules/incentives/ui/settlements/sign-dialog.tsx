import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { ApiProblem } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, ProblemNote } from '#web/kit/index.ts';
import type { SettlementDetail } from '../../contract/index.ts';
import { useWords } from '../words.tsx';

export interface SignDialogProps {
  readonly title: string;
  readonly text: string;
  readonly decision: 'signed' | 'rejected';
  readonly settlement: SettlementDetail;
  /** Sums of the part that is signed; default: of the whole settlement. */
  readonly part?: {
    readonly name: string;
    readonly lines: number;
    readonly payableFen: number;
    readonly prohibitedFen: number;
  };
  readonly isRunning: boolean;
  readonly problem: ApiProblem | null;
  readonly onClose: () => void;
  readonly onSign: (comment: string | null) => Promise<unknown>;
}

/** A signature: what it covers stands above the button, so that nobody signs unseen. */
export function SignDialog(props: SignDialogProps) {
  const t = useText('incentives');
  const { say } = useWords();
  const { settlement, decision, part } = props;
  const [comment, setComment] = useState('');
  const needsComment = decision === 'rejected';
  const isReady = !needsComment || comment.trim().length >= 2;
  return (
    <Modal
      open
      title={props.title}
      okText={t(decision === 'signed' ? 'sign.ok' : 'sign.return')}
      okButtonProps={{ loading: props.isRunning, disabled: !isReady, danger: decision === 'rejected' }}
      onOk={() => props.onSign(comment.trim() === '' ? null : comment.trim())}
      onCancel={props.onClose}
      destroyOnHidden
    >
      <p className="rm-soft inc-gap">{props.text}</p>
      <dl className="inc-signed">
        <div>
          <dt>{t('sign.document')}</dt>
          <dd>
            {settlement.settlementNo} · {settlement.month} · {say(settlement.planTitle)}
            {part && ` · ${part.name}`}
          </dd>
        </div>
        <div>
          <dt>{t('sign.lines')}</dt>
          <dd>{(part?.lines ?? settlement.linesCount).toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>{t('sums.payable')}</dt>
          <dd>
            <Money fen={part?.payableFen ?? settlement.sums.payableFen} strong />
          </dd>
        </div>
        <div>
          <dt>{t('sums.prohibited')}</dt>
          <dd>
            <Money fen={part?.prohibitedFen ?? settlement.sums.prohibitedFen} />{' '}
            <span className="rm-faint">{t('sign.notPaid')}</span>
          </dd>
        </div>
      </dl>
      <label className="inc-label" htmlFor="sign-comment">
        {t(needsComment ? 'sign.reason' : 'sign.comment')}
      </label>
      <Input.TextArea
        id="sign-comment"
        autoFocus
        rows={3}
        maxLength={1000}
        value={comment}
        placeholder={t(needsComment ? 'sign.reasonExample' : 'sign.commentExample')}
        onChange={(event) => setComment(event.target.value)}
      />
      <ProblemNote problem={props.problem} />
    </Modal>
  );
}
