import { Tooltip } from 'antd';
import { useText } from '#web/i18n.ts';
import type { ReferralMessage } from '../../contract/index.ts';

type Spanned = ReferralMessage['fields'][number];
/** Below this a reading is marked for a second look. */
const sureFrom = 0.75;

export interface MessageTextProps {
  readonly message: Pick<ReferralMessage, 'text' | 'fields'>;
  /** In lists: at most a few lines, field names only on hover. */
  readonly compact?: boolean;
}

/** The message as it was written, with what was read from it marked where it stands. */
export function MessageText({ message, compact = false }: MessageTextProps) {
  const t = useText('referrals');
  if (message.text === null) return <p className="rm-faint">{t('waiting.hiddenText')}</p>;
  if (message.text.trim() === '') return <p className="rm-faint">{t('waiting.noText')}</p>;
  return (
    <p className={compact ? 'rm-ref-text rm-ref-text-compact' : 'rm-ref-text'}>
      {piecesOf(message.text, message.fields).map((piece) =>
        piece.fields.length === 0 ? (
          piece.text
        ) : (
          <Marked key={piece.start} fields={piece.fields} compact={compact}>
            {piece.text}
          </Marked>
        ),
      )}
    </p>
  );
}

function Marked({ fields, compact, children }: { fields: readonly Spanned[]; compact: boolean; children: string }) {
  const t = useText('referrals');
  const names = [...new Set(fields.map((one) => t(`field.${one.field}`)))].join(' · ');
  const confidence = Math.min(...fields.map((one) => one.confidence));
  const isSure = confidence >= sureFrom;
  const note = [
    names,
    t('referral.confidence', { percent: Math.round(confidence * 100) }),
    ...(isSure ? [] : [t('referral.unsure')]),
  ].join(' · ');
  const classes = ['rm-ref-mark', isSure ? '' : 'rm-ref-mark-unsure', children.length <= 14 ? 'rm-ref-mark-short' : '']
    .filter(Boolean)
    .join(' ');
  return (
    <Tooltip title={note}>
      {compact ? (
        <mark className={classes}>{children}</mark>
      ) : (
        <ruby className={classes}>
          {children}
          <rt>{isSure ? names : `${names} ?`}</rt>
        </ruby>
      )}
    </Tooltip>
  );
}

interface Piece {
  readonly start: number;
  readonly text: string;
  readonly fields: readonly Spanned[];
}

/** Cuts the text at every edge of a reading: one stretch may carry several (`女婴` is sex and age). */
export function piecesOf(text: string, fields: readonly Spanned[]): Piece[] {
  const inside = fields.filter((field) => field.start >= 0 && field.end <= text.length && field.start < field.end);
  const edges = [...new Set([0, text.length, ...inside.flatMap((field) => [field.start, field.end])])].sort(
    (one, other) => one - other,
  );
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1]!;
    return {
      start,
      text: text.slice(start, end),
      fields: inside.filter((field) => field.start <= start && field.end >= end),
    };
  });
}
