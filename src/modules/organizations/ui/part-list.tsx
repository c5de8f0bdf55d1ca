import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '#web/api/index.ts';
import { EmptyState, ErrorState, PageSkeleton } from '#web/kit/index.ts';

/** The cards of one part of a unit, with its button and its states. */
export function PartList<Item>(props: {
  readonly read: {
    readonly data: { readonly items: readonly Item[] } | undefined;
    readonly error: ApiProblem | null;
    readonly refetch: () => unknown;
  };
  readonly items?: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly card: (item: Item) => ReactNode;
  readonly add: string | null;
  readonly onAdd: () => void;
  readonly empty: { readonly title: string; readonly text: string };
}) {
  const { read, keyOf, card, add, onAdd, empty } = props;
  if (read.error) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton rows={4} />;
  const items = props.items ?? read.data.items;
  const button = add && (
    <Button type="primary" icon={<PlusOutlined />} onClick={onAdd}>
      {add}
    </Button>
  );
  if (items.length === 0) return <EmptyState compact title={empty.title} text={empty.text} action={button} />;
  return (
    <>
      {button && <div className="rm-org-tools">{button}</div>}
      <ul className="rm-org-cards">
        {items.map((item) => (
          <li key={keyOf(item)} className="rm-org-card">
            {card(item)}
          </li>
        ))}
      </ul>
    </>
  );
}
