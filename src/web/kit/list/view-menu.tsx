import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';
import { useText } from '#web/i18n.ts';
import { copyText } from '../small.tsx';
import type { ListView } from './list-state.ts';
import { ViewForm } from './save-view.tsx';
import type { SavedViews } from './saved-views.ts';

interface Props {
  readonly listId: string;
  readonly view: ListView;
  readonly saved: SavedViews;
  readonly columns: readonly string[] | null;
  readonly onRemoved: () => void;
}

/** What can be done with the view shown: open first, copy its address, rename, share, move, remove. */
export function ViewMenu({ view, saved, columns, onRemoved }: Props) {
  const t = useText('kit');
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const stored = saved.find(view.key);
  const isDefault = saved.defaultView === view.key;
  const hasOtherColumns = JSON.stringify(columns) !== JSON.stringify(stored?.columns ?? null);
  const at = saved.views.findIndex((one) => one.key === view.key);
  const items = [
    { key: 'default', label: t(isDefault ? 'views.notFirst' : 'views.first') },
    ...(stored ? [{ key: 'copy', label: t('views.copyLink') }] : []),
    ...(stored?.isOwn ? [{ key: 'edit', label: t('views.edit') }] : []),
    ...(stored?.isOwn && hasOtherColumns ? [{ key: 'columns', label: t('views.keepColumns') }] : []),
    ...(stored && at > 0 ? [{ key: 'left', label: t('views.left') }] : []),
    ...(stored && at < saved.views.length - 1 ? [{ key: 'right', label: t('views.right') }] : []),
    ...(stored?.mayRemove ? [{ key: 'remove', label: t('views.remove'), danger: true }] : []),
  ];
  const run = async (key: string) => {
    if (key === 'default') saved.setDefault(isDefault ? null : view.key);
    if (!stored) return;
    if (key === 'edit') setEditing(true);
    if (key === 'left') saved.move(stored, -1);
    if (key === 'right') saved.move(stored, 1);
    if (key === 'columns') await saved.change(stored, { columns: columns ? [...columns] : null });
    if (key === 'remove' && (await saved.remove(stored))) onRemoved();
    if (key === 'copy') {
      const { origin, pathname } = globalThis.location;
      await copyText(`${origin}${pathname}?view=${stored.viewId}`);
      void message.success(t('views.copied'));
    }
  };
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void run(key) }}>
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('views.menu', { name: view.label })} />
      </Dropdown>
      {stored && (
        <Modal
          open={editing}
          onCancel={() => setEditing(false)}
          title={t('views.edit')}
          footer={null}
          width={400}
          destroyOnHidden
        >
          <ViewForm
            saved={saved}
            initial={stored}
            onSave={async (name, audience, teamRole) => {
              const changed = await saved.change(stored, { name, audience, teamRole });
              if (changed) setEditing(false);
              return changed !== null;
            }}
          />
        </Modal>
      )}
    </>
  );
}
