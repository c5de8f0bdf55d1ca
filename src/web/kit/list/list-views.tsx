import { DeleteOutlined, SaveOutlined } from '@ant-design/icons';
import { Button, Input, Popconfirm, Popover, Tabs } from 'antd';
import { createContext, useContext, useState } from 'react';
import { newKey } from '#web/api/intent.ts';
import { useText } from '#web/i18n.ts';
import { useJsonPreference } from '../preferences.ts';
import { emptyState, type ListState, type ListView, sameState, stateOfView, viewOfState } from './list-state.ts';

/** Where saved views live. The default keeps them in this browser per account; a server-side store can replace it. */
export interface SavedViewStore {
  useViews: (listId: string) => [readonly ListView[], (views: readonly ListView[]) => void];
}

const noViews: readonly ListView[] = [];
export const AccountContext = createContext('');

const browserStore: SavedViewStore = {
  useViews: (listId) => {
    const account = useContext(AccountContext);
    return useJsonPreference<readonly ListView[]>(`views.${account}.${listId}`, noViews);
  },
};

export const SavedViewContext = createContext<SavedViewStore>(browserStore);

interface Props {
  readonly listId: string;
  readonly presets: readonly ListView[];
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
}

/** Ready-made and saved views as tabs; a changed filter can be saved as a view of one's own. */
export function ListViews({ listId, presets, state, onChange }: Props) {
  const t = useText('kit');
  const store = useContext(SavedViewContext);
  const [saved, setSaved] = store.useViews(listId);
  const [naming, setNaming] = useState(false);
  const [label, setLabel] = useState('');
  const views = [...presets, ...saved];
  const current = views.find((view) => sameState(stateOfView(view), state));
  const own = saved.find((view) => view.key === current?.key);
  const isChanged = !current && !sameState(state, emptyState);
  if (views.length === 0 && !isChanged) return null;

  const save = () => {
    const words = label.trim();
    if (words === '') return;
    setSaved([...saved, viewOfState(state, newKey(), words)]);
    setNaming(false);
    setLabel('');
  };

  return (
    <div className="rm-views">
      <Tabs
        items={[
          ...views.map((view) => ({ key: view.key, label: view.label })),
          ...(current || views.length === 0 ? [] : [{ key: '·', label: t('views.changed') }]),
        ]}
        activeKey={current?.key ?? '·'}
        onChange={(key) => {
          const chosen = views.find((view) => view.key === key);
          if (chosen) onChange(stateOfView(chosen));
        }}
      />
      {isChanged && (
        <Popover
          trigger="click"
          open={naming}
          onOpenChange={setNaming}
          placement="bottomRight"
          content={
            <form
              className="rm-view-name"
              onSubmit={(event) => {
                event.preventDefault();
                save();
              }}
            >
              <Input
                autoFocus
                aria-label={t('views.name')}
                placeholder={t('views.name')}
                maxLength={20}
                value={label}
                onChange={(event) => setLabel(event.target.value)}
              />
              <Button type="primary" htmlType="submit" disabled={label.trim() === ''}>
                {t('views.save')}
              </Button>
            </form>
          }
        >
          <Button type="text" size="small" icon={<SaveOutlined />}>
            {t('views.saveAs')}
          </Button>
        </Popover>
      )}
      {own && (
        <Popconfirm
          title={t('views.removeSure', { name: own.label })}
          okText={t('views.remove')}
          onConfirm={() => {
            setSaved(saved.filter((view) => view.key !== own.key));
            onChange(presets[0] ? stateOfView(presets[0]) : emptyState);
          }}
        >
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('views.remove')} />
        </Popconfirm>
      )}
    </div>
  );
}
