import { Button, Checkbox, DatePicker, Input, InputNumber, Radio } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Filter } from '#kernel/page.ts';
import { type Text, useText } from '#web/i18n.ts';
import type { FilterSpec } from './filter-spec.ts';

interface EditorProps {
  readonly spec: FilterSpec;
  readonly terms: readonly Filter[];
  readonly onApply: (terms: readonly Filter[]) => void;
}

const firstValue = (terms: readonly Filter[], operator: Filter['operator']) =>
  terms.find((term) => term.operator === operator)?.values[0] ?? '';

/** The small form behind a chip. */
export function FilterEditor({ spec, terms, onApply }: EditorProps) {
  const t = useText('kit');
  const [draft, setDraft] = useState<readonly Filter[]>(terms);
  return (
    <form
      className="rm-filter-editor"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <Fields spec={spec} draft={draft} setDraft={setDraft} t={t} />
      <div className="rm-filter-editor-foot">
        <Button size="small" type="text" onClick={() => onApply([])}>
          {t('filter.clear')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly spec: FilterSpec;
  readonly draft: readonly Filter[];
  readonly setDraft: (draft: readonly Filter[]) => void;
  readonly t: Text;
}

function Fields({ spec, draft, setDraft, t }: FieldsProps) {
  const { field } = spec;
  const one = (operator: Filter['operator'], value: string): Filter[] =>
    value === '' ? [] : [{ field, operator, values: [value] }];
  const range = (from: string, to: string) => setDraft([...one('ge', from), ...one('le', to)]);
  const from = firstValue(draft, 'ge');
  const to = firstValue(draft, 'le');

  switch (spec.kind) {
    case 'choice': {
      const chosen = draft[0] ? [...draft[0].values] : [];
      return (
        <Checkbox.Group
          className="rm-filter-options"
          value={chosen}
          options={spec.options.map((option) => ({ value: option.value, label: option.label }))}
          onChange={(values) =>
            setDraft(values.length === 0 ? [] : [{ field, operator: 'in', values: values.map(String) }])
          }
        />
      );
    }
    case 'text':
      return (
        <Input
          autoFocus
          aria-label={spec.label}
          placeholder={t('filter.contains')}
          value={draft[0]?.values[0] ?? ''}
          onChange={(event) => setDraft(one('contains', event.target.value))}
        />
      );
    case 'days':
      return (
        <DatePicker.RangePicker
          allowEmpty={[true, true]}
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(days) => range(days?.[0]?.format('YYYY-MM-DD') ?? '', days?.[1]?.format('YYYY-MM-DD') ?? '')}
        />
      );
    case 'month': {
      const month = firstValue(draft, 'eq');
      return (
        <DatePicker
          picker="month"
          value={month ? dayjs(`${month}-01`) : null}
          onChange={(day) => setDraft(one('eq', day?.format('YYYY-MM') ?? ''))}
        />
      );
    }
    case 'money':
    case 'number': {
      const unit = spec.kind === 'money' ? 100 : 1;
      const affix = spec.kind === 'money' ? { prefix: '¥' } : spec.unit ? { suffix: spec.unit } : {};
      const shown = (value: string) => (value === '' ? null : Number(value) / unit);
      const stored = (value: number | null) => (value === null ? '' : String(Math.round(value * unit)));
      return (
        <div className="rm-filter-range">
          <InputNumber
            {...affix}
            aria-label={t('filter.from')}
            placeholder={t('filter.from')}
            value={shown(from)}
            onChange={(value) => range(stored(value), to)}
          />
          <span>–</span>
          <InputNumber
            {...affix}
            aria-label={t('filter.to')}
            placeholder={t('filter.to')}
            value={shown(to)}
            onChange={(value) => range(from, stored(value))}
          />
        </div>
      );
    }
    case 'flag':
    case 'filled': {
      const isFlag = spec.kind === 'flag';
      const operator = draft[0]?.operator;
      const value = isFlag
        ? (draft[0]?.values[0] ?? null)
        : operator === undefined
          ? null
          : String(operator === 'filled');
      return (
        <Radio.Group
          value={value}
          onChange={(event) => {
            const yes = event.target.value === 'true';
            setDraft(
              isFlag
                ? [{ field, operator: 'eq', values: [String(yes)] }]
                : [{ field, operator: yes ? 'filled' : 'empty', values: [''] }],
            );
          }}
          options={[
            { value: 'true', label: spec.yes ?? t('filter.yes') },
            { value: 'false', label: spec.no ?? t('filter.no') },
          ]}
        />
      );
    }
  }
}

/** The chip's words: `已到院、待匹配`, `2026-10-01 至 2026-10-31`, `¥500 以上`. */
export function filterWords(spec: FilterSpec, terms: readonly Filter[], t: Text): string {
  const from = firstValue(terms, 'ge');
  const to = firstValue(terms, 'le');
  switch (spec.kind) {
    case 'choice': {
      const labels = terms.flatMap((term) =>
        term.values.map((value) => spec.options.find((option) => option.value === value)?.label ?? value),
      );
      return labels.length > 3 ? t('filter.manyChosen', { count: labels.length }) : labels.join('、');
    }
    case 'flag':
      return terms[0]?.values[0] === 'true' ? (spec.yes ?? t('filter.yes')) : (spec.no ?? t('filter.no'));
    case 'filled':
      return terms[0]?.operator === 'filled' ? (spec.yes ?? t('filter.yes')) : (spec.no ?? t('filter.no'));
    case 'days':
    case 'money':
    case 'number': {
      const words = (value: string) =>
        spec.kind === 'money'
          ? `¥${Number(value) / 100}`
          : `${value}${spec.kind === 'number' ? (spec.unit ?? '') : ''}`;
      if (from && to) return from === to ? words(from) : `${words(from)} – ${words(to)}`;
      return from ? t('filter.since', { value: words(from) }) : t('filter.until', { value: words(to) });
    }
    default:
      return terms.flatMap((term) => term.values).join('、');
  }
}
