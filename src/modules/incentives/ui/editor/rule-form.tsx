import { Input, InputNumber, Select } from 'antd';
import { forms, type PlanDocument, type PlanRule, payees } from '#kernel/rule-engine/plan.ts';
import { useText } from '#web/i18n.ts';
import type { VocabularyInfo } from '../plans/rule-words.ts';
import { AmountEditor, YuanInput } from './amount-editor.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { Labelled } from './labelled.tsx';

export interface RuleFormProps {
  readonly plan: PlanDocument;
  readonly rule: PlanRule;
  readonly described: VocabularyInfo;
  readonly onChange: (rule: PlanRule) => void;
}

export function RuleForm({ plan, rule, described, onChange }: RuleFormProps) {
  const t = useText('incentives');
  const set = (change: Partial<PlanRule>) => onChange({ ...rule, ...change });
  const groups = [...new Set(plan.rules.map((other) => other.group))];
  return (
    <div className="inc-rule-form">
      <h4>{t('form.when')}</h4>
      <ConditionEditor
        condition={rule.when}
        onChange={(when) => set({ when })}
        plan={plan}
        described={described}
        isItem={rule.scope === 'item'}
      />
      <h4>{t('form.pays')}</h4>
      <div className="inc-fields">
        <Labelled label={t('form.payee')}>
          <Select
            aria-label={t('form.payee')}
            value={rule.payee}
            options={payees.map((value) => ({ value, label: t(`rulePayee.${value}`) }))}
            onChange={(payee) => set({ payee })}
          />
        </Labelled>
        <Labelled label={t('form.form')}>
          <Select
            aria-label={t('form.form')}
            value={rule.form}
            options={forms.map((value) => ({ value, label: t(`form.${value}`) }))}
            onChange={(form) => set({ form })}
          />
        </Labelled>
        <Labelled label={t('form.trigger')} help={t('form.triggerHelp')}>
          <Select
            aria-label={t('form.trigger')}
            value={rule.trigger}
            options={described.triggers.map((value) => ({ value, label: t(`trigger.${value}`) }))}
            onChange={(trigger) => set({ trigger })}
          />
        </Labelled>
        <Labelled label={t('form.scope')}>
          <Select
            aria-label={t('form.scope')}
            value={rule.scope}
            options={(['case', 'item'] as const).map((value) => ({ value, label: t(`scope.${value}`) }))}
            onChange={(scope) => set({ scope })}
          />
        </Labelled>
      </div>
      <AmountEditor plan={plan} rule={rule} described={described} onChange={onChange} />
      <h4>{t('form.limits')}</h4>
      <div className="inc-fields">
        {(['perCase', 'perPayeeMonth'] as const).flatMap((period) =>
          (['minFen', 'maxFen'] as const).map((end) => (
            <Labelled key={`${period}${end}`} label={t(`form.${period}.${end}`)}>
              <YuanInput
                label={t(`form.${period}.${end}`)}
                fen={rule[period]?.[end]}
                onChange={(fen) => {
                  const { [end]: _, ...rest } = rule[period] ?? {};
                  const limits = fen === undefined ? rest : { ...rest, [end]: fen };
                  const { [period]: __, ...others } = rule;
                  onChange((Object.keys(limits).length === 0 ? others : { ...others, [period]: limits }) as PlanRule);
                }}
              />
            </Labelled>
          )),
        )}
      </div>
      <h4>{t('form.name')}</h4>
      <div className="inc-fields">
        <Labelled label={t('form.titleZh')}>
          <Input
            aria-label={t('form.titleZh')}
            value={rule.title.zh}
            maxLength={200}
            onChange={(event) => set({ title: { ...rule.title, zh: event.target.value } })}
          />
        </Labelled>
        <Labelled label={t('form.titleEn')}>
          <Input
            aria-label={t('form.titleEn')}
            value={rule.title.en}
            maxLength={200}
            onChange={(event) => set({ title: { ...rule.title, en: event.target.value } })}
          />
        </Labelled>
        <Labelled label={t('form.id')} help={t('form.idHelp')}>
          <Input
            aria-label={t('form.id')}
            value={rule.id}
            maxLength={60}
            onChange={(event) => set({ id: event.target.value })}
          />
        </Labelled>
        <Labelled label={t('form.group')} help={t('form.groupHelp')}>
          <Select
            aria-label={t('form.group')}
            showSearch
            mode="tags"
            maxCount={1}
            value={[rule.group]}
            options={groups.map((value) => ({ value, label: value }))}
            onChange={(chosen: string[]) => set({ group: chosen.at(-1) ?? 'main' })}
          />
        </Labelled>
        <Labelled label={t('form.priority')} help={t('form.priorityHelp')}>
          <InputNumber
            aria-label={t('form.priority')}
            min={0}
            max={100_000}
            precision={0}
            value={rule.priority ?? null}
            onChange={(value) => {
              const { priority: _, ...rest } = rule;
              onChange(value === null ? rest : { ...rest, priority: value });
            }}
          />
        </Labelled>
      </div>
    </div>
  );
}
