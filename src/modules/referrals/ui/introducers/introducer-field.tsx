import { AutoComplete, type AutoCompleteProps } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { findIntroducers } from '../../contract/index.ts';

export interface IntroducerChoice {
  /** Null: only the words are known. */
  readonly introducerId: string | null;
  readonly text: string;
}

export interface IntroducerFieldProps {
  readonly value?: IntroducerChoice | null;
  readonly onChange?: (choice: IntroducerChoice | null) => void;
  /** Somebody registered must be chosen; free words do not count. */
  readonly onlyKnown?: boolean;
  readonly label: string;
  readonly id?: string;
}

type Option = NonNullable<AutoCompleteProps['options']>[number];

/** Introducer by name, number, institution or end of a phone number; free words stay possible where the person may be new. */
export function IntroducerField({ value, onChange, onlyKnown, label, id }: IntroducerFieldProps) {
  const t = useText('referrals');
  const [isOpen, setOpen] = useState(false);
  const text = value?.text ?? '';
  const q = useDeferredValue(text.trim());
  const found = useRead(findIntroducers, { query: { q } }, { keepPrevious: true, enabled: isOpen, staleMs: 10_000 });
  const options = useMemo((): Option[] => {
    return (found.data?.items ?? []).map((one) => ({
      value: one.introducerId,
      label: (
        <span className="rm-ref-option">
          <span>{one.name}</span>
          <small>{[t(`kind.${one.kind}`), one.institution, one.introducerNo].filter(Boolean).join(' · ')}</small>
        </span>
      ),
      name: one.name,
    }));
  }, [found.data, t]);
  const isFree = text.trim() !== '' && !value?.introducerId;
  return (
    <AutoComplete
      {...(id ? { id } : {})}
      aria-label={label}
      value={text}
      options={options}
      open={isOpen && (options.length > 0 || isFree)}
      onOpenChange={setOpen}
      onFocus={() => setOpen(true)}
      onSelect={(chosenId: string, option: Option) => {
        onChange?.({ introducerId: chosenId, text: String(option['name'] ?? '') });
        setOpen(false);
      }}
      onChange={(typed: string, option) => {
        // Choosing an option reports its id as text first; `onSelect` has the name.
        if (option && !Array.isArray(option) && 'name' in option && option['name'] !== undefined) return;
        onChange?.(typed === '' ? null : { introducerId: null, text: typed });
      }}
      placeholder={t('register.introducerExample')}
      notFoundContent={
        <span className="rm-faint">
          {t(onlyKnown ? 'register.introducerNone' : 'register.introducerNew', { text: text.trim() })}
        </span>
      }
      allowClear
      style={{ width: '100%' }}
      defaultActiveFirstOption={false}
    />
  );
}
