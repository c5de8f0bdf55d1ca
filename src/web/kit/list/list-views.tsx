import { SaveOutlined } from '@ant-design/icons';
import { Button, Tabs, Tag } from 'antd';
import { useText } from '#web/i18n.ts';
import { emptyState, type ListState, type ListView, sameState, stateOfView } from './list-state.ts';
import { SaveView } from './save-view.tsx';
import type { SavedViews } from './saved-views.ts';
import { ViewMenu } from './view-menu.tsx';

interface Props {
  readonly listId: string;
  readonly presets: readonly ListView[];
  readonly saved: SavedViews;
  /** The view shown; null: a question of the moment. */
  readonly current: ListView | null;
  /** The saved view the question of the moment began with. */
  readonly from: ListView | null;
  readonly state: ListState;
  /** Shown columns, to be stored with a view; null: the list's own. */
  readonly columns: readonly string[] | null;
  readonly onOpen: (view: ListView) => void;
  readonly onChange: (state: ListState) => void;
}

/** Ready-made and saved views as tabs; a changed filter can be saved as a view, for oneself, one's team or everybody. */
export function ListViews(props: Props) {
  const { listId, presets, saved, current, from, state, columns, onOpen, onChange } = props;
  const t = useText('kit');
  const views = [...presets, ...saved.views];
  const isChanged = !current && !sameState(state, emptyState);
  const hasLocal = saved.local.length > 0;
  if (views.length === 0 && !isChanged && !hasLocal) return null;
  const changedView = from && isChanged ? saved.find(from.key) : null;

  return (
    <div className="rm-views">
      <Tabs
        items={[
          ...views.map((view) => {
            const stored = saved.find(view.key);
            const isShared = stored !== null && stored.audience !== 'private';
            const title = isShared ? t(`views.sharedBy.${stored.audience}`, { name: stored.ownerName }) : undefined;
            return {
              key: view.key,
              label: (
                <span title={title}>
                  {view.label}
                  {isShared && <small className="rm-view-mark">{t(`views.mark.${stored.audience}`)}</small>}
                </span>
              ),
            };
          }),
          ...(current || views.length === 0 ? [] : [{ key: '·', label: t('views.changed') }]),
        ]}
        activeKey={current?.key ?? '·'}
        onChange={(key) => {
          const chosen = views.find((view) => view.key === key);
          if (chosen) onOpen(chosen);
        }}
      />
      {hasLocal && (
        <Tag
          color="processing"
          closable
          onClose={saved.forgetLocal}
          className="rm-view-takeover"
          title={t('views.forgetLocal')}
        >
          <Button type="link" size="small" onClick={() => void saved.takeOver()} loading={saved.isWriting}>
            {t('views.takeOver', { count: saved.local.length })}
          </Button>
        </Tag>
      )}
      {changedView?.isOwn && (
        <Button
          type="text"
          size="small"
          loading={saved.isWriting}
          onClick={async () => {
            const view = await saved.change(changedView, questionOf(state, columns));
            if (view) onOpen(view);
          }}
        >
          {t('views.update', { name: changedView.name })}
        </Button>
      )}
      {isChanged && (
        <SaveView
          saved={saved}
          onSave={async (name, audience, teamRole) => {
            const view = await saved.create(listId, { name, audience, teamRole, ...questionOf(state, columns) });
            if (view) onOpen(view);
            return view !== null;
          }}
        >
          <Button type="text" size="small" icon={<SaveOutlined />}>
            {t('views.saveAs')}
          </Button>
        </SaveView>
      )}
      {current && (
        <ViewMenu
          listId={listId}
          view={current}
          saved={saved}
          columns={columns}
          onRemoved={() => onChange(presets[0] ? stateOfView(presets[0]) : emptyState)}
        />
      )}
    </div>
  );
}

function questionOf(state: ListState, columns: readonly string[] | null) {
  return {
    filter: state.filters.map((filter) => `${filter.field}:${filter.operator}:${filter.values.join('|')}`),
    sort: state.sort || null,
    columns: columns ? [...columns] : null,
  };
}
