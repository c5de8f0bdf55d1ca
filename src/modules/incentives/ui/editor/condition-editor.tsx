import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import {
  type Comparison,
  type ComparisonOperator,
  type Condition,
  comparisonOperators,
  type PlanDocument,
  type Scalar,
} from '#kernel/rule-engine/plan.ts';
import { useText } from '#web/i18n.ts';
import type { VocabularyInfo } from '../plans/rule-words.ts';
import { useWords } from '../words.tsx';
import { conditionOf, type GroupKind, groupOf } from './draft.ts';

export interface ConditionEditorProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly plan: PlanDocument;
  readonly described: VocabularyInfo;
  /** Whether attributes of a charge may be asked about. */
  readonly isItem: boolean;
  readonly depth?: number;
  readonly onRemove?: () => void;
}

/** A condition as nested groups of comparisons, each with the picker its attribute needs. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { condition, onChange, depth = 0 } = props;
  const group = groupOf(condition);
  if (group) return <Group {...props} group={group} />;
  if (depth === 0) return <Group {...props} group={{ kind: 'all', parts: [condition] }} />;
  if ('hasItem' in condition) {
    const codes = typeof condition.hasItem === 'string' ? [condition.hasItem] : [...condition.hasItem];
    return (
      <ItemTest
        {...props}
        codes={codes}
        onCodes={(next) => onChange({ hasItem: next.length === 1 ? next[0]! : next })}
      />
    );
  }
  return <ComparisonRow {...props} comparison={condition as Comparison} />;
}

function Group({ group, ...props }: ConditionEditorProps & { group: NonNullable<ReturnType<typeof groupOf>> }) {
  const t = useText('incentives');
  const { onChange, depth = 0, onRemove } = props;
  const { kind, parts } = group;
  const set = (next: readonly Condition[]) => onChange(conditionOf(kind, next));
  const add = (part: Condition) => set([...parts, part]);
  return (
    <div className={depth === 0 ? 'inc-group' : 'inc-group inc-group-nested'}>
      <div className="inc-row">
        <Select<GroupKind>
          size="small"
          aria-label={t('condition.kind')}
          value={kind}
          options={(['all', 'any', 'not'] as const).map((value) => ({ value, label: t(`condition.${value}`) }))}
          onChange={(next) => onChange(conditionOf(next, parts))}
          className="inc-group-kind"
        />
        {onRemove && <RemoveButton onRemove={onRemove} />}
      </div>
      {parts.map((part, index) => (
        <ConditionEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity of their own
          key={index}
          {...props}
          condition={part}
          depth={depth + 1}
          onChange={(next) => set(parts.map((other, at) => (at === index ? next : other)))}
          onRemove={() => set(parts.filter((_, at) => at !== index))}
        />
      ))}
      {parts.length === 0 && <p className="rm-faint inc-small">{t('condition.none')}</p>}
      <div className="inc-row">
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          onClick={() => add({ attribute: 'kind', eq: 'outpatient' })}
        >
          {t('condition.add')}
        </Button>
        <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => add({ hasItem: 'CT' })}>
          {t('condition.addItem')}
        </Button>
        {depth < 4 && (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            onClick={() => add({ any: [{ attribute: 'kind', eq: 'outpatient' }] })}
          >
            {t('condition.addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

function RemoveButton({ onRemove }: { onRemove: () => void }) {
  const t = useText('incentives');
  return (
    <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('condition.remove')} onClick={onRemove} />
  );
}

function ItemTest({
  codes,
  onCodes,
  onRemove,
}: {
  codes: string[];
  onCodes: (codes: string[]) => void;
  onRemove?: () => void;
}) {
  const t = useText('incentives');
  return (
    <div className="inc-row inc-condition">
      <span>{t('condition.hasItem')}</span>
      <Select
        mode="tags"
        size="small"
        aria-label={t('condition.itemCodes')}
        className="inc-value"
        value={codes}
        tokenSeparators={[',', '，', ' ']}
        onChange={(next: string[]) => next.length > 0 && onCodes(next)}
      />
      {onRemove && <RemoveButton onRemove={onRemove} />}
    </div>
  );
}

type AttributeInfo = VocabularyInfo['attributes'][number];

const operatorOf = (comparison: Comparison): ComparisonOperator =>
  comparisonOperators.find((operator) => comparison[operator] !== undefined) ?? 'eq';

/** A value to begin with, so that no comparison is ever half written. */
function firstValue(attribute: AttributeInfo | undefined, plan: PlanDocument): Scalar {
  switch (attribute?.kind) {
    case 'choice':
      return attribute.values?.[0]?.value ?? '';
    case 'departmentGroup':
      return plan.departmentGroups[0]?.group ?? plan.otherDepartments;
    case 'flag':
      return true;
    case 'number':
      return 0;
    case 'day':
      return dayjs().format('YYYY-MM-DD');
    default:
      return '';
  }
}

function compare(attribute: string, operator: ComparisonOperator, value: Scalar): Comparison {
  if (operator === 'in' || operator === 'notIn') return { attribute, [operator]: [value] } as Comparison;
  if (operator === 'between') return { attribute, between: [value, value] };
  if (operator === 'isSet') return { attribute, isSet: true };
  return { attribute, [operator]: value } as Comparison;
}

function ComparisonRow({
  comparison,
  onChange,
  plan,
  described,
  isItem,
  onRemove,
}: ConditionEditorProps & { comparison: Comparison }) {
  const t = useText('incentives');
  const { say } = useWords();
  const attribute = described.attributes.find((entry) => entry.name === comparison.attribute);
  const operator = operatorOf(comparison);
  const options = (['case', 'item'] as const)
    .filter((scope) => scope === 'case' || isItem)
    .map((scope) => ({
      label: t(`condition.scope.${scope}`),
      options: described.attributes
        .filter((entry) => entry.scope === scope)
        .map((entry) => ({ value: entry.name, label: say(entry.title) })),
    }));
  const held = comparison[operator];
  const scalar = (Array.isArray(held) ? held[0] : held) as Scalar | undefined;
  return (
    <div className="inc-row inc-condition">
      <Select
        size="small"
        showSearch
        optionFilterProp="label"
        aria-label={t('condition.attribute')}
        className="inc-attribute"
        value={comparison.attribute}
        options={options}
        onChange={(name) => {
          const next = described.attributes.find((entry) => entry.name === name);
          onChange(compare(name, 'eq', firstValue(next, plan)));
        }}
      />
      <Select
        size="small"
        aria-label={t('condition.operator')}
        className="inc-operator"
        value={operator}
        options={(attribute?.operators ?? comparisonOperators).map((value) => ({
          value,
          label: t(`operator.${value}`),
        }))}
        onChange={(next: ComparisonOperator) =>
          onChange(
            compare(
              comparison.attribute,
              next,
              operator === 'isSet' ? firstValue(attribute, plan) : (scalar ?? firstValue(attribute, plan)),
            ),
          )
        }
      />
      <ValuePicker
        attribute={attribute}
        plan={plan}
        operator={operator}
        value={held}
        onChange={(value) => onChange({ attribute: comparison.attribute, [operator]: value } as Comparison)}
      />
      {onRemove && <RemoveButton onRemove={onRemove} />}
    </div>
  );
}

interface ValuePickerProps {
  readonly attribute: AttributeInfo | undefined;
  readonly plan: PlanDocument;
  readonly operator: ComparisonOperator;
  readonly value: Comparison[ComparisonOperator];
  readonly onChange: (value: Scalar | Scalar[]) => void;
}

function ValuePicker({ attribute, plan, operator, value, onChange }: ValuePickerProps) {
  const t = useText('incentives');
  const { say } = useWords();
  const label = t('condition.value');
  const yesNo = [
    { value: true, label: t('condition.yes') },
    { value: false, label: t('condition.no') },
  ];
  if (operator === 'isSet')
    return (
      <Select
        size="small"
        aria-label={label}
        value={value as boolean}
        options={[
          { value: true, label: t('condition.known') },
          { value: false, label: t('condition.unknown') },
        ]}
        onChange={onChange}
      />
    );
  if (operator === 'between') {
    const [low, high] = value as [Scalar, Scalar];
    return (
      <>
        <One attribute={attribute} label={t('condition.low')} value={low} onChange={(next) => onChange([next, high])} />
        <span>–</span>
        <One
          attribute={attribute}
          label={t('condition.high')}
          value={high}
          onChange={(next) => onChange([low, next])}
        />
      </>
    );
  }
  const isMany = operator === 'in' || operator === 'notIn';
  const listed =
    attribute?.kind === 'choice'
      ? (attribute.values ?? []).map((entry) => ({ value: entry.value, label: say(entry.title) }))
      : attribute?.kind === 'departmentGroup'
        ? [
            ...plan.departmentGroups.map((entry) => ({ value: entry.group, label: say(entry.title) })),
            { value: plan.otherDepartments, label: t('parts.other') },
          ]
        : null;
  if (isMany)
    return (
      <Select
        size="small"
        mode={listed ? 'multiple' : 'tags'}
        aria-label={label}
        className="inc-value"
        value={(value as Scalar[]).map(String)}
        options={listed ?? []}
        onChange={(next: string[]) => {
          if (next.length === 0) return;
          onChange(attribute?.kind === 'number' ? next.map(Number).filter(Number.isFinite) : next);
        }}
      />
    );
  if (listed)
    return (
      <Select
        size="small"
        aria-label={label}
        className="inc-value"
        value={String(value)}
        options={listed}
        onChange={onChange}
      />
    );
  if (attribute?.kind === 'flag')
    return <Select size="small" aria-label={label} value={value as boolean} options={yesNo} onChange={onChange} />;
  return <One attribute={attribute} label={label} value={value as Scalar} onChange={onChange} />;
}

function One(given: {
  attribute: AttributeInfo | undefined;
  label: string;
  value: Scalar;
  onChange: (value: Scalar) => void;
}) {
  const { attribute, label, value, onChange } = given;
  if (attribute?.kind === 'number')
    return (
      <InputNumber size="small" aria-label={label} value={Number(value)} onChange={(next) => onChange(next ?? 0)} />
    );
  if (attribute?.kind === 'day')
    return (
      <DatePicker
        size="small"
        aria-label={label}
        allowClear={false}
        value={value ? dayjs(String(value)) : null}
        onChange={(next) => next && onChange(next.format('YYYY-MM-DD'))}
      />
    );
  return (
    <Input
      size="small"
      aria-label={label}
      className="inc-value"
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
