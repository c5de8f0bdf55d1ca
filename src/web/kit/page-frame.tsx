import { Tabs } from 'antd';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useText } from '#web/i18n.ts';

interface Count {
  readonly total: number;
  readonly isExact: boolean;
}

const CountContext = createContext<(count: Count | null) => void>(() => undefined);
/** Puts a number beside the page's title; DataList does it by itself. */
export const usePageCount = () => useContext(CountContext);

/** Lists below are parts of a page about one thing: their count does not belong beside its title. */
export function WithoutPageCount({ children }: { children: ReactNode }) {
  return <CountContext value={ignoreCount}>{children}</CountContext>;
}
const ignoreCount = () => undefined;

export interface PageFrameProps {
  readonly title: ReactNode;
  /** One line that says what the page is for. */
  readonly meaning?: ReactNode;
  /** The primary action, at the right. */
  readonly action?: ReactNode;
  /** Pages beside this one: `selected` is a key. */
  readonly tabs?: readonly { key: string; label: ReactNode }[];
  readonly tab?: string;
  readonly onTab?: (key: string) => void;
  /** Way back for full pages below a list. */
  readonly back?: ReactNode;
  /** `text` keeps long reading and forms narrow; lists take the whole width. */
  readonly width?: 'full' | 'text';
  readonly children: ReactNode;
}

/** Anatomy of every page: title with count and meaning, primary action at the right, tabs, content. */
export function PageFrame(props: PageFrameProps) {
  const { title, meaning, action, tabs, tab, onTab, back, width = 'full', children } = props;
  const t = useText('kit');
  const [count, setCount] = useState<Count | null>(null);
  const report = useMemo(
    () => (next: Count | null) =>
      setCount((before) => (before?.total === next?.total && before?.isExact === next?.isExact ? before : next)),
    [],
  );
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · ${t('product')}`;
  }, [title, t]);
  return (
    <section className={`rm-page rm-page-${width}`}>
      {back && <div className="rm-page-back">{back}</div>}
      <header className="rm-page-head">
        <div className="rm-page-words">
          <h1>
            {title}
            {count && (
              <span className="rm-page-count" title={count.isExact ? undefined : t('list.estimated')}>
                {count.isExact ? '' : '≈ '}
                {count.total.toLocaleString('en-US')}
              </span>
            )}
          </h1>
          {meaning && <p>{meaning}</p>}
        </div>
        {action && <div className="rm-page-action">{action}</div>}
      </header>
      {tabs && tabs.length > 1 && (
        <Tabs items={[...tabs]} {...(tab === undefined ? {} : { activeKey: tab })} onChange={(key) => onTab?.(key)} />
      )}
      <CountContext value={report}>{children}</CountContext>
    </section>
  );
}

/** A titled block of a page or drawer. */
export function Section({ title, extra, children }: { title?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="rm-section">
      {(title || extra) && (
        <header>
          {title && <h2>{title}</h2>}
          {extra && <div>{extra}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Pairs of label and value: `<Facts items={[['床位', '3-12']]} />`. */
export function Facts({ items }: { items: readonly (readonly [label: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="rm-facts">
      {items.map(([label, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pairs have no other identity and do not move
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value ?? <span className="rm-faint">—</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
