import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import {
  type Activity,
  type ActivityFields,
  addActivity,
  changeActivity,
  eventKinds,
  listActivities,
  listContacts,
  type OrganizationDetail,
  visitKinds,
} from '../contract/index.ts';
import { PartDialog, type PartField } from './part-dialog.tsx';
import { PartList } from './part-list.tsx';
import { useToday, useWords } from './words.tsx';

type Group = 'visits' | 'events';
const kindsOf = { visits: visitKinds, events: eventKinds } as const;

/** Visits, or events, with the unit. */
export function ActivitiesTab({ unit, group }: { unit: OrganizationDetail; group: Group }) {
  const t = useWords();
  const { organizationId } = unit;
  const read = useRead(listActivities, { params: { organizationId } });
  const [edited, setEdited] = useState<Activity | 'new' | null>(null);
  const kinds: readonly string[] = kindsOf[group];
  const words = group === 'visits' ? 'Visits' : 'Events';
  return (
    <>
      <PartList<Activity>
        read={read}
        items={read.data?.items.filter((one) => kinds.includes(one.kind)) ?? []}
        keyOf={(one) => one.activityId}
        add={unit.mayWrite ? t(group === 'visits' ? 'activity.addVisit' : 'activity.addEvent') : null}
        onAdd={() => setEdited('new')}
        empty={{ title: t(`activity.empty${words}`), text: t(`activity.empty${words}Text`) }}
        card={(one) => <Card activity={one} {...(unit.mayWrite ? { onEdit: () => setEdited(one) } : {})} />}
      />
      {edited && (
        <Dialog
          organizationId={organizationId}
          group={group}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Card({ activity, onEdit }: { activity: Activity; onEdit?: () => void }) {
  const t = useWords();
  return (
    <>
      <div className="rm-org-card-head">
        <strong>{activity.purpose}</strong>
        <span className="rm-soft rm-number">{activity.onDay}</span>
      </div>
      <p className="rm-soft">
        {[t(`activity.kinds.${activity.kind}`), activity.byName, activity.contactName].filter(Boolean).join(' · ')}
      </p>
      {activity.participants !== null && <p>{t('activity.count', { count: activity.participants })}</p>}
      {activity.result && <p>{activity.result}</p>}
      {activity.nextStep && (
        <p>
          {t('activity.nextStep')}: {activity.nextStep} <span className="rm-number">{activity.nextStepOn}</span>
        </p>
      )}
      {onEdit && (
        <div className="rm-org-card-foot">
          <Button size="small" onClick={onEdit}>
            {t('edit')}
          </Button>
        </div>
      )}
    </>
  );
}

function Dialog(props: { organizationId: string; group: Group; before: Activity | null; onClose: () => void }) {
  const { organizationId, group, before, onClose } = props;
  const t = useWords();
  const today = useToday();
  const { message } = App.useApp();
  const contacts = useRead(listContacts, { params: { organizationId } });
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addActivity, { onDone });
  const change = useCommand(changeActivity, { onDone });
  const isVisit = group === 'visits';
  const fields: PartField[] = [
    {
      name: 'kind',
      label: t(isVisit ? 'activity.kind' : 'activity.eventKind'),
      kind: 'choice',
      isNeeded: true,
      options: kindsOf[group].map((value) => ({ value, label: t(`activity.kinds.${value}`) })),
    },
    { name: 'onDay', label: t('activity.onDay'), kind: 'day', isNeeded: true },
    {
      name: 'purpose',
      label: t(isVisit ? 'activity.purpose' : 'activity.eventPurpose'),
      kind: 'text',
      isNeeded: true,
      charactersMax: 200,
    },
    {
      name: 'contactId',
      label: t('activity.contact'),
      kind: 'choice',
      options: contacts.data?.items.map((one) => ({ value: one.contactId, label: one.name })) ?? [],
    },
    { name: 'byName', label: t('activity.by'), kind: 'text', charactersMax: 60, help: t('activity.byHelp') },
    { name: 'result', label: t('activity.result'), kind: 'area', charactersMax: 1000 },
    ...(isVisit ? [] : [{ name: 'participants', label: t('activity.participants'), kind: 'number' } as const]),
    { name: 'nextStep', label: t('activity.nextStep'), kind: 'text', charactersMax: 200 },
    { name: 'nextStepOn', label: t('activity.nextStepOn'), kind: 'day' },
  ];
  return (
    <PartDialog
      title={t(before ? 'activity.edit' : isVisit ? 'activity.addVisit' : 'activity.addEvent')}
      fields={fields}
      initial={before ?? { onDay: today, kind: kindsOf[group][0] }}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      onSubmit={(values): Promise<unknown> => {
        const body = values as unknown as ActivityFields;
        return before
          ? change.run({ params: { activityId: before.activityId }, body: { ...body, version: before.version } })
          : add.run({ params: { organizationId }, body });
      }}
    />
  );
}
