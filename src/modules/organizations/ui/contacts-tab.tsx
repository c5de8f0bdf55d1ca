import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import type { Text } from '#web/i18n.ts';
import { Facts, StateTag } from '#web/kit/index.ts';
import {
  addContact,
  type Contact,
  type ContactFields,
  changeContact,
  contactRoles,
  listContacts,
  type OrganizationDetail,
} from '../contract/index.ts';
import { PartDialog, type PartField } from './part-dialog.tsx';
import { PartList } from './part-list.tsx';
import { shownText, useWords } from './words.tsx';

/** Leader and medical contact persons: who they are and what is good to know about them. */
export function ContactsTab({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  const { organizationId } = unit;
  const read = useRead(listContacts, { params: { organizationId } });
  const [edited, setEdited] = useState<Contact | 'new' | null>(null);
  return (
    <>
      <PartList<Contact>
        read={read}
        keyOf={(one) => one.contactId}
        add={unit.mayWrite ? t('contact.add') : null}
        onAdd={() => setEdited('new')}
        empty={{ title: t('contact.empty'), text: t('contact.emptyText') }}
        card={(one) => <Card contact={one} {...(unit.mayWrite ? { onEdit: () => setEdited(one) } : {})} />}
      />
      {edited && (
        <Dialog
          organizationId={organizationId}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Card({ contact, onEdit }: { contact: Contact; onEdit?: () => void }) {
  const t = useWords();
  const facts: [string, string | null][] = [
    [t('contact.phone'), shownText(contact.phone)],
    [t('contact.email'), shownText(contact.email)],
    [t('contact.birthday'), shownText(contact.birthday)],
    [t('contact.nativePlace'), shownText(contact.nativePlace)],
    [t('contact.address'), shownText(contact.address)],
    [t('contact.education'), contact.education],
    [t('contact.interests'), contact.interests],
    [t('contact.temperament'), contact.temperament],
    [t('contact.note'), contact.note],
  ];
  return (
    <>
      <div className="rm-org-card-head">
        <strong>{contact.name}</strong>
        <span className="rm-soft">
          {[contact.post, contact.sex && t(`contact.${contact.sex}`)].filter(Boolean).join(' · ')}
        </span>
        <StateTag tone={contact.isActive ? 'primary' : 'inactive'}>
          {contact.isActive ? t(`contact.roles.${contact.role}`) : t('contact.left')}
        </StateTag>
      </div>
      <Facts items={facts.filter(([, value]) => value)} />
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

function Dialog(props: { organizationId: string; before: Contact | null; onClose: () => void }) {
  const { organizationId, before, onClose } = props;
  const t = useWords();
  const { message } = App.useApp();
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addContact, { onDone });
  const change = useCommand(changeContact, { onDone });
  const initial = before
    ? {
        ...before,
        birthday: before.birthday?.text ?? null,
        nativePlace: before.nativePlace?.text ?? null,
        address: before.address?.text ?? null,
        phone: before.phone?.text ?? null,
        email: before.email?.text ?? null,
        isActive: before.isActive ? 'yes' : 'no',
      }
    : { role: 'leader', isActive: 'yes' };
  return (
    <PartDialog
      title={t(before ? 'contact.edit' : 'contact.add')}
      fields={fieldsOf(t)}
      initial={initial}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      onSubmit={(values): Promise<unknown> => {
        const { isActive, ...rest } = values as Record<string, unknown>;
        const fields = { ...rest, isActive: isActive !== 'no' } as ContactFields;
        return before
          ? change.run({ params: { contactId: before.contactId }, body: { ...fields, version: before.version } })
          : add.run({ params: { organizationId }, body: fields });
      }}
    />
  );
}

function fieldsOf(t: Text): PartField[] {
  const text = (name: string, charactersMax: number): PartField => ({
    name,
    label: t(`contact.${name}`),
    kind: 'text',
    charactersMax,
  });
  return [
    {
      name: 'role',
      label: t('contact.role'),
      kind: 'choice',
      isNeeded: true,
      options: contactRoles.map((value) => ({ value, label: t(`contact.roles.${value}`) })),
    },
    { ...text('name', 60), isNeeded: true },
    text('post', 60),
    {
      name: 'sex',
      label: t('contact.sex'),
      kind: 'choice',
      options: ['male', 'female'].map((value) => ({ value, label: t(`contact.${value}`) })),
    },
    text('phone', 30),
    text('email', 120),
    { name: 'birthday', label: t('contact.birthday'), kind: 'day' },
    text('nativePlace', 60),
    text('address', 200),
    text('education', 60),
    text('interests', 200),
    text('temperament', 200),
    { name: 'note', label: t('contact.note'), kind: 'area' },
    {
      name: 'isActive',
      label: t('contact.isActive'),
      kind: 'choice',
      isNeeded: true,
      options: [
        { value: 'yes', label: t('contact.inOffice') },
        { value: 'no', label: t('contact.left') },
      ],
    },
  ];
}
