import { Button, Form, Input, Popover, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ViewAudience } from '#modules/lists/contract/index.ts';
import { useText } from '#web/i18n.ts';
import type { SavedViews } from './saved-views.ts';

interface Props {
  readonly saved: SavedViews;
  readonly onSave: (name: string, audience: ViewAudience, teamRole: string | null) => Promise<boolean>;
  readonly children: ReactNode;
}

/** Asks for the name of a view and for whom it is. */
export function SaveView({ saved, onSave, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      destroyOnHidden
      content={
        <ViewForm
          saved={saved}
          onSave={async (...given) => {
            const isDone = await onSave(...given);
            if (isDone) setOpen(false);
            return isDone;
          }}
        />
      }
    >
      {children}
    </Popover>
  );
}

/** Name and audience of a view, new or being changed. */
export function ViewForm(props: {
  saved: SavedViews;
  initial?: { name: string; audience: ViewAudience; teamRole: string | null };
  onSave: Props['onSave'];
}) {
  const t = useText('kit');
  const shell = useText('shell');
  const { saved, initial } = props;
  const [name, setName] = useState(initial?.name ?? '');
  const [audience, setAudience] = useState<ViewAudience>(initial?.audience ?? 'private');
  const [teamRole, setTeamRole] = useState<string | null>(initial?.teamRole ?? saved.teams[0] ?? null);
  const [isSaving, setSaving] = useState(false);
  const audiences: ViewAudience[] = ['private'];
  if (saved.teams.length > 0) audiences.push('team');
  if (saved.mayPublish || initial?.audience === 'public') audiences.push('public');
  const save = async () => {
    if (name.trim() === '') return;
    setSaving(true);
    await props.onSave(name.trim(), audience, audience === 'team' ? teamRole : null);
    setSaving(false);
  };
  return (
    <Form layout="vertical" className="rm-view-form" onFinish={() => void save()}>
      <Form.Item label={t('views.name')} required>
        <Input autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </Form.Item>
      <Form.Item label={t('views.audience')}>
        <Radio.Group
          value={audience}
          onChange={(event) => setAudience(event.target.value as ViewAudience)}
          options={audiences.map((value) => ({ value, label: t(`views.for.${value}`) }))}
        />
      </Form.Item>
      {audience === 'team' && saved.teams.length > 1 && (
        <Form.Item label={t('views.team')}>
          <Select
            value={teamRole}
            onChange={setTeamRole}
            options={saved.teams.map((role) => ({ value: role, label: shell(`role.${role}`) }))}
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={isSaving} disabled={name.trim() === ''}>
        {t('views.save')}
      </Button>
    </Form>
  );
}
