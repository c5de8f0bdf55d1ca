import { CloseOutlined, FilterOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, type InputRef, Popover } from 'antd';
import { type Ref, useEffect, useRef, useState } from 'react';
import type { Filter } from '#kernel/page.ts';
import { useText } from '#web/i18n.ts';
import { FilterEditor, filterWords } from './filter-editor.tsx';
import type { FilterSpec } from './filter-spec.ts';
import { type ListState, withField } from './list-state.ts';

export interface FilterBarProps {
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
  readonly filters: readonly FilterSpec[];
  /** What free search looks into: "姓名、电话尾号、介绍人". Absent: no search field. */
  readonly searchHint?: string;
  readonly searchRef?: Ref<InputRef>;
}

/** Search field, removable chips, "+ filter". */
export function FilterBar({ state, onChange, filters, searchHint, searchRef }: FilterBarProps) {
  const t = useText('kit');
  const [opened, setOpened] = useState<string | null>(null);
  const used = [...new Set(state.filters.map((filter) => filter.field))];
  const shown = [...used, ...(opened && !used.includes(opened) ? [opened] : [])];
  const free = filters.filter((spec) => !shown.includes(spec.field));
  const set = (field: string, terms: readonly Filter[]) => onChange(withField(state, field, terms));

  return (
    <search className="rm-filterbar">
      {searchHint !== undefined && (
        <SearchField
          value={state.q}
          hint={searchHint}
          onSearch={(q) => onChange({ ...state, q })}
          {...(searchRef ? { inputRef: searchRef } : {})}
        />
      )}
      {shown.map((field) => {
        const spec = filters.find((one) => one.field === field);
        if (!spec) return null;
        const terms = state.filters.filter((filter) => filter.field === field);
        return (
          <Popover
            key={field}
            trigger="click"
            placement="bottomLeft"
            open={opened === field}
            onOpenChange={(open) => setOpened(open ? field : null)}
            destroyOnHidden
            content={
              <FilterEditor
                spec={spec}
                terms={terms}
                onApply={(next) => {
                  set(field, next);
                  setOpened(null);
                }}
              />
            }
          >
            <span className="rm-chip">
              <button type="button" className="rm-chip-body" aria-expanded={opened === field}>
                <span className="rm-chip-field">{spec.label}</span>
                <span>{terms.length > 0 ? filterWords(spec, terms, t) : t('filter.choose')}</span>
              </button>
              {terms.length > 0 && (
                <button
                  type="button"
                  className="rm-chip-close"
                  aria-label={t('filter.remove', { field: spec.label })}
                  onClick={(event) => {
                    event.stopPropagation();
                    set(field, []);
                  }}
                >
                  <CloseOutlined />
                </button>
              )}
            </span>
          </Popover>
        );
      })}
      {free.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: free.map((spec) => ({ key: spec.field, label: spec.label })),
            onClick: ({ key }) => setOpened(key),
          }}
        >
          <Button type="text" icon={shown.length === 0 ? <FilterOutlined /> : <PlusOutlined />}>
            {t('filter.add')}
          </Button>
        </Dropdown>
      )}
      {(state.filters.length > 0 || state.q) && (
        <Button type="link" size="small" onClick={() => onChange({ ...state, q: '', filters: [] })}>
          {t('filter.reset')}
        </Button>
      )}
    </search>
  );
}

/** Searches as people type, a third of a second after the last key; Enter at once. */
function SearchField(props: { value: string; hint: string; onSearch: (q: string) => void; inputRef?: Ref<InputRef> }) {
  const { value, hint, onSearch, inputRef } = props;
  const t = useText('kit');
  const [text, setText] = useState(value);
  const [composing, setComposing] = useState(false);
  // Held apart from the timer: a list that refreshes itself must not put off the search.
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (composing || text === value) return;
    const timer = setTimeout(() => latest.current(text), 300);
    return () => clearTimeout(timer);
  }, [text, value, composing]);
  return (
    <Input
      {...(inputRef ? { ref: inputRef } : {})}
      className="rm-search"
      prefix={<SearchOutlined />}
      allowClear
      value={text}
      maxLength={100}
      placeholder={hint}
      aria-label={`${t('list.search')}: ${hint}`}
      onChange={(event) => setText(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onPressEnter={() => onSearch(text)}
    />
  );
}
