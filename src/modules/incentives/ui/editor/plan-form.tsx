import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { PlanDocument } from '#kernel/rule-engine/plan.ts';
import { useText } from '#web/i18n.ts';
import { Section } from '#web/kit/index.ts';
import type { VocabularyInfo } from '../plans/rule-words.ts';
import { useWords } from '../words.tsx';
import { Labelled } from './labelled.tsx';

export interface PlanFormProps {
  readonly plan: PlanDocument;
  readonly onChange: (plan: PlanDocument) => void;
  readonly described: VocabularyInfo;
  readonly isNew: boolean;
}

/** Everything of a plan besides its rules: name, dates, bases, department groups. */
export function PlanForm({ plan, onChange, described, isNew }: PlanFormProps) {
  const t = useText('incentives');
  const set = (change: Partial<PlanDocument>) => onChange({ ...plan, ...change });
  return (
    <>
      <Section title={t('planForm.head')}>
        <div className="inc-fields">
          <Labelled label={t('form.titleZh')}>
            <Input
              aria-label={t('form.titleZh')}
              value={plan.title.zh}
              maxLength={200}
              onChange={(event) => set({ title: { ...plan.title, zh: event.target.value } })}
            />
          </Labelled>
          <Labelled label={t('form.titleEn')}>
            <Input
              aria-label={t('form.titleEn')}
              value={plan.title.en}
              maxLength={200}
              onChange={(event) => set({ title: { ...plan.title, en: event.target.value } })}
            />
          </Labelled>
          <Labelled label={t('clone.id')} help={t('clone.idHelp')}>
            <Input
              aria-label={t('clone.id')}
              value={plan.id}
              disabled={!isNew}
              maxLength={60}
              onChange={(event) => set({ id: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('planForm.from')}>
            <DatePicker
              aria-label={t('planForm.from')}
              allowClear={false}
              value={dayjs(plan.effectiveFrom)}
              onChange={(day) => day && set({ effectiveFrom: day.format('YYYY-MM-DD') })}
            />
          </Labelled>
          <Labelled label={t('planForm.until')}>
            <DatePicker
              aria-label={t('planForm.until')}
              value={plan.effectiveUntil ? dayjs(plan.effectiveUntil) : null}
              onChange={(day) => {
                const { effectiveUntil: _, ...rest } = plan;
                onChange(day ? { ...rest, effectiveUntil: day.format('YYYY-MM-DD') } : rest);
              }}
            />
          </Labelled>
        </div>
        <Checkbox
          checked={plan.onlyFirstDepartment}
          onChange={(event) => set({ onlyFirstDepartment: event.target.checked })}
        >
          {t('parts.firstDepartment')}
        </Checkbox>
      </Section>
      <BasesForm plan={plan} onChange={onChange} described={described} />
      <GroupsForm plan={plan} onChange={onChange} />
    </>
  );
}

function BasesForm({ plan, onChange, described }: Pick<PlanFormProps, 'plan' | 'onChange' | 'described'>) {
  const t = useText('incentives');
  const { say } = useWords();
  const setBase = (name: string, base: PlanDocument['bases'][string]) =>
    onChange({ ...plan, bases: { ...plan.bases, [name]: base } });
  const remove = (name: string) => {
    const { [name]: _, ...rest } = plan.bases;
    onChange({ ...plan, bases: rest });
  };
  const add = () => {
    let number = Object.keys(plan.bases).length + 1;
    while (`base-${number}` in plan.bases) number += 1;
    setBase(`base-${number}`, {
      title: { zh: `基数 ${number}`, en: `base ${number}` },
      weights: {},
      otherwise: 10_000,
    });
  };
  return (
    <Section title={t('parts.bases')} extra={<span className="rm-faint">{t('planForm.basesHint')}</span>}>
      {Object.entries(plan.bases).map(([name, base]) => (
        <div key={name} className="inc-base-form">
          <div className="inc-row">
            <Input
              aria-label={t('parts.base')}
              value={base.title.zh}
              maxLength={200}
              onChange={(event) => setBase(name, { ...base, title: { zh: event.target.value, en: base.title.en } })}
            />
            <span className="rm-code">{name}</span>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('planForm.removeBase')}
              onClick={() => remove(name)}
            />
          </div>
          <div className="inc-weights">
            {described.categories.map((category) => (
              <div key={category.value}>
                <span>{say(category.title)}</span>
                <InputNumber
                  aria-label={say(category.title)}
                  size="small"
                  min={0}
                  max={100}
                  precision={2}
                  suffix="%"
                  placeholder={String(base.otherwise / 100)}
                  value={base.weights[category.value] === undefined ? null : base.weights[category.value]! / 100}
                  onChange={(value) => {
                    const { [category.value]: _, ...rest } = base.weights;
                    setBase(name, {
                      ...base,
                      weights: value === null ? rest : { ...rest, [category.value]: Math.round(value * 100) },
                    });
                  }}
                />
              </div>
            ))}
            <div>
              <span>{t('parts.otherwise')}</span>
              <InputNumber
                aria-label={t('parts.otherwise')}
                size="small"
                min={0}
                max={100}
                precision={2}
                suffix="%"
                value={base.otherwise / 100}
                onChange={(value) => setBase(name, { ...base, otherwise: Math.round((value ?? 0) * 100) })}
              />
            </div>
          </div>
        </div>
      ))}
      <Button type="dashed" icon={<PlusOutlined />} onClick={add}>
        {t('planForm.addBase')}
      </Button>
    </Section>
  );
}

function GroupsForm({ plan, onChange }: Pick<PlanFormProps, 'plan' | 'onChange'>) {
  const t = useText('incentives');
  const groups = plan.departmentGroups;
  const set = (next: PlanDocument['departmentGroups']) => onChange({ ...plan, departmentGroups: next });
  const change = (index: number, part: Partial<(typeof groups)[number]>) =>
    set(groups.map((group, at) => (at === index ? { ...group, ...part } : group)));
  return (
    <Section title={t('parts.groups')} extra={<span className="rm-faint">{t('parts.groupsHint')}</span>}>
      {groups.map((group, index) => (
        <div key={group.group} className="inc-row inc-group-row">
          <Input
            aria-label={t('parts.groupName')}
            value={group.title.zh}
            maxLength={200}
            onChange={(event) => change(index, { title: { ...group.title, zh: event.target.value } })}
          />
          <Names
            label={t('parts.startsWith')}
            value={group.startsWith ?? []}
            onChange={(startsWith) => change(index, { startsWith })}
          />
          <Names
            label={t('parts.contains')}
            value={group.contains ?? []}
            onChange={(contains) => change(index, { contains })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('planForm.removeGroup')}
            onClick={() => set(groups.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => {
          let number = groups.length + 1;
          while (groups.some((group) => group.group === `group-${number}`)) number += 1;
          set([
            ...groups,
            { group: `group-${number}`, title: { zh: `科室类别 ${number}`, en: `group ${number}` }, startsWith: [] },
          ]);
        }}
      >
        {t('planForm.addGroup')}
      </Button>
    </Section>
  );
}

function Names({ label, value, onChange }: { label: string; value: string[]; onChange: (value: string[]) => void }) {
  return (
    <Select
      mode="tags"
      aria-label={label}
      placeholder={label}
      className="inc-names"
      value={value}
      tokenSeparators={['、', ',', '，']}
      onChange={onChange}
    />
  );
}
