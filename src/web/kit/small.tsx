import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  CopyOutlined,
  EyeOutlined,
  MinusCircleOutlined,
  RightCircleOutlined,
} from '@ant-design/icons';
import { App, Button, Input, Modal, Tooltip } from 'antd';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { type Fen, formatYuan } from '#kernel/money.ts';
import { problemOf } from '#web/api/problem.ts';
import { useText } from '#web/i18n.ts';
import { relativeParts, timeText, useTimeZone } from './format.ts';

/** Fen as `¥1,234.50`, tabular, right-aligned in columns with `align: 'money'`. Null shows a dash. */
export function Money({ fen, strong, struck }: { fen: number | null; strong?: boolean; struck?: boolean }) {
  if (fen === null) return <span className="rm-faint">—</span>;
  const classes = ['rm-money', strong ? 'rm-strong' : '', struck ? 'rm-struck' : ''].filter(Boolean).join(' ');
  return <span className={classes}>{formatYuan(fen as Fen)}</span>;
}

/** A moment. In lists relative ("3 分钟前") with the full time on hover; `full` shows the full time; `withSeconds` for evidence. */
export function When({
  at,
  full,
  withSeconds = false,
}: {
  at: string | number | null | undefined;
  full?: boolean;
  withSeconds?: boolean;
}) {
  const t = useText('kit');
  const timeZone = useTimeZone();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (full) return;
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [full]);
  if (at === null || at === undefined) return <span className="rm-faint">—</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const text = timeText(ms, timeZone, withSeconds);
  const relative = full ? null : relativeParts(ms, now);
  const time = (
    <time className="rm-when" dateTime={Number.isFinite(ms) ? new Date(ms).toISOString() : undefined}>
      {relative ? t(relative.key, { count: relative.count }) : text}
    </time>
  );
  return relative ? <Tooltip title={timeText(ms, timeZone, true)}>{time}</Tooltip> : time;
}

export type Tone = 'primary' | 'allowed' | 'waiting' | 'prohibited' | 'inactive';

const toneIcons: Record<Tone, ComponentType> = {
  primary: RightCircleOutlined,
  allowed: CheckCircleOutlined,
  waiting: ClockCircleOutlined,
  prohibited: CloseCircleOutlined,
  inactive: MinusCircleOutlined,
};

/** A state in words with its icon; the colour only repeats what they say. */
export function StateTag({ tone, children, icon }: { tone: Tone; children: ReactNode; icon?: ReactNode }) {
  const Icon = toneIcons[tone];
  return (
    <span className={`rm-state rm-tone-${tone}`}>
      <span className="rm-state-icon" aria-hidden="true">
        {icon ?? <Icon />}
      </span>
      {children}
    </span>
  );
}

/** Copies `text`. Falls back to a hidden field where the clipboard is closed (plain http inside the hospital). */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useText('kit');
  const { message } = App.useApp();
  const copy = async () => {
    const done = await copyText(text);
    if (done) message.success(t('copy.done'));
    else message.error(t('copy.failed'));
  };
  const button = (
    <Button
      type={label ? 'default' : 'text'}
      size="small"
      icon={<CopyOutlined />}
      aria-label={label ?? t('copy.label')}
      onClick={copy}
    >
      {label}
    </Button>
  );
  return label ? button : <Tooltip title={t('copy.label')}>{button}</Tooltip>;
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

export interface MaskedProps {
  /** What everybody may see: `138 **** 1234`. */
  readonly shown: string;
  /** Asks the server for the full value with the reason given; its refusal is shown. Absent: no reveal offered. */
  readonly onReveal?: (reason: string) => Promise<string>;
  /** What is revealed, in words: 手机号. */
  readonly what: string;
}

/** A phone or ID number, masked; revealing asks for a reason and is written to the audit log by the server. Hidden again after a minute. */
export function Masked({ shown, onReveal, what }: MaskedProps) {
  const t = useText('kit');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [full, setFull] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (full === null) return;
    const timer = setTimeout(() => setFull(null), 60_000);
    return () => clearTimeout(timer);
  }, [full]);

  const reveal = async () => {
    if (!onReveal || reason.trim().length < 2) return;
    setBusy(true);
    setFailure(null);
    try {
      setFull(await onReveal(reason.trim()));
      setAsking(false);
      setReason('');
    } catch (thrown) {
      const problem = problemOf(thrown);
      setFailure(problem.detail || t('error.text', { code: problem.code }));
    } finally {
      setBusy(false);
    }
  };

  const canReveal = onReveal !== undefined && full === null;
  return (
    <span className="rm-masked">
      <span className="rm-number">{full ?? shown}</span>
      {full !== null && <CopyButton text={full} />}
      {canReveal && (
        <Tooltip title={t('masked.reveal', { what })}>
          <Button
            type="text"
            size="small"
            icon={<EyeOutlined />}
            aria-label={t('masked.reveal', { what })}
            onClick={(event) => {
              event.stopPropagation();
              setAsking(true);
            }}
          />
        </Tooltip>
      )}
      <Modal
        open={asking}
        title={t('masked.title', { what })}
        okText={t('masked.ok')}
        okButtonProps={{ disabled: reason.trim().length < 2, loading: busy }}
        onOk={reveal}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <p className="rm-soft">{t('masked.text')}</p>
        <Input
          autoFocus
          aria-label={t('masked.reason')}
          placeholder={t('masked.reasonExample')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={reveal}
        />
        {failure && (
          <p role="alert" className="rm-tone-prohibited">
            {failure}
          </p>
        )}
      </Modal>
    </span>
  );
}
