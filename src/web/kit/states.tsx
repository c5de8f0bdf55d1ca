import { Button, Skeleton } from 'antd';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { type ApiProblem, problemOf } from '#web/api/problem.ts';
import { useText } from '#web/i18n.ts';
import { Picture, type PictureName } from './pictures.tsx';
import { CopyButton } from './small.tsx';

export interface EmptyStateProps {
  /** What this page is for, or what is missing. */
  readonly title: string;
  /** One or two sentences that teach. */
  readonly text?: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
  readonly picture?: PictureName;
  readonly compact?: boolean;
}

export function EmptyState({ title, text, action, picture = 'list', compact }: EmptyStateProps) {
  return (
    <div className={compact ? 'rm-empty rm-empty-compact' : 'rm-empty'}>
      <Picture name={picture} />
      <p className="rm-empty-title">{title}</p>
      {text && <p className="rm-empty-text">{text}</p>}
      {action && <div className="rm-empty-action">{action}</div>}
    </div>
  );
}

/** What a problem means for the reader: title, what to do, and its code. Known web codes have our own words. */
export function useProblemWords(): (problem: ApiProblem) => { title: string; text: string } {
  const t = useText('kit');
  return (problem) => {
    const known = ['web.unreachable', 'web.server-failed', 'web.not-found', 'web.too-many', 'web.too-large'];
    const own = known.includes(problem.code) ? problem.code.slice('web.'.length) : 'other';
    return {
      title: problem.title || t(`error.${own}.title`),
      text: problem.detail || t(`error.${own}.text`),
    };
  };
}

/** A failed read: what happened, what to do, the code, and a button that tries again. 403 shows who can grant. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText('kit');
  const words = useProblemWords();
  const problem = problemOf(error);
  if (problem.status === 403) return <NoPermission permission={String(problem.facts['permission'] ?? '')} />;
  const { title, text } = words(problem);
  return (
    <div role="alert" className="rm-empty">
      <Picture name="broken" />
      <p className="rm-empty-title">{title}</p>
      <p className="rm-empty-text">{text}</p>
      <p className="rm-code">
        {t('error.code')} {problem.code} <CopyButton text={problem.code} />
      </p>
      {onRetry && (
        <div className="rm-empty-action">
          <Button type="primary" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The page exists but the role may not use it: which right is missing and who can grant it. */
export function NoPermission({ permission }: { permission?: string }) {
  const t = useText('kit');
  const staff = useText('staff');
  const name = permission ? staff(`permission.${permission}`, { defaultValue: permission }) : '';
  return (
    <div className="rm-empty">
      <Picture name="lock" />
      <p className="rm-empty-title">{t('noPermission.title')}</p>
      <p className="rm-empty-text">{t('noPermission.text')}</p>
      {permission && (
        <p className="rm-code">
          {t('noPermission.right')} {name} <CopyButton text={name} />
        </p>
      )}
    </div>
  );
}

/** A refused command, above the form or button it belongs to. */
export function ProblemNote({ problem }: { problem: ApiProblem | null }) {
  const words = useProblemWords();
  if (!problem) return null;
  const { title, text } = words(problem);
  return (
    <div role="alert" className="rm-note rm-note-prohibited">
      <strong>{title}</strong>
      {text !== title && <span>{text}</span>}
      <code className="rm-code">{problem.code}</code>
    </div>
  );
}

export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const t = useText('kit');
  return (
    <div role="status" className="rm-skeleton" aria-label={t('loading')}>
      <Skeleton active title={{ width: '30%' }} paragraph={{ rows }} />
    </div>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  readonly fallback: (error: Error, reset: () => void) => ReactNode;
  /** A change of this value (the page's path) tries again. */
  readonly resetKey?: string;
}

class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override componentDidUpdate(before: BoundaryProps) {
    if (before.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: null });
  }
  override componentDidCatch(_error: Error, _info: ErrorInfo) {
    // React has already reported it to the browser's console; nothing about the page may leave the browser.
  }
  override render() {
    return this.state.error
      ? this.props.fallback(this.state.error, () => this.setState({ error: null }))
      : this.props.children;
  }
}

/** Keeps a broken page from taking the frame down; a chunk missing after an update offers a reload. */
export function ErrorBoundary({ children, resetKey }: { children: ReactNode; resetKey?: string }) {
  return (
    <Boundary
      {...(resetKey === undefined ? {} : { resetKey })}
      fallback={(error, reset) => <Broken error={error} onRetry={reset} />}
    >
      {children}
    </Boundary>
  );
}

function Broken({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useText('kit');
  const isOldChunk = /dynamically imported module|module script|Failed to fetch/i.test(error.message);
  return (
    <div role="alert" className="rm-empty">
      <Picture name="broken" />
      <p className="rm-empty-title">{t(isOldChunk ? 'broken.updatedTitle' : 'broken.title')}</p>
      <p className="rm-empty-text">{t(isOldChunk ? 'broken.updatedText' : 'broken.text')}</p>
      <p className="rm-code">
        {error.name}: {error.message.slice(0, 160)}
      </p>
      <div className="rm-empty-action">
        <Button type="primary" onClick={() => globalThis.location.reload()}>
          {t('broken.reload')}
        </Button>
        {!isOldChunk && <Button onClick={onRetry}>{t('error.retry')}</Button>}
      </div>
    </div>
  );
}
