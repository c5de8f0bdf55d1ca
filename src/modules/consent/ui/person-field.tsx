import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { findPeople } from '../contract/index.ts';

/** Finds a person by whole name, record number or phone. */
export function PersonField({ value, onChange }: { value?: string; onChange?: (patientId: string) => void }) {
  const t = useText('consent');
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead(findPeople, { query: { q: text } }, { enabled: text.length >= 2, keepPrevious: true });
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setTyped }}
      {...(value ? { value } : {})}
      placeholder={t('record.chooseHint')}
      aria-label={t('record.choose')}
      notFoundContent={text.length >= 2 && !found.isFetching ? t('record.none') : null}
      options={(text.length >= 2 ? (found.data?.items ?? []) : []).map((one) => ({
        value: one.patientId,
        label: [one.name, one.recordNo, one.birthDate].filter(Boolean).join(' · '),
      }))}
      onChange={(id: string) => onChange?.(id)}
      style={{ width: '100%' }}
    />
  );
}
