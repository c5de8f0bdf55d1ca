import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Segmented, Select } from 'antd';
import type { PlanDocument, PlanRule } from '#kernel/rule-engine/plan.ts';
import { useText } from '#web/i18n.ts';
import type { VocabularyInfo } from '../plans/rule-words.ts';
import { useWords } from '../words.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { Labelled } from './labelled.tsx';

/** Yuan as people type it, fen as the plan keeps it. Empty: undefined. */
export function YuanInput(given: {
  label: string;
  fen: number | undefined;
  onChange: (fen: number | undefined) => void;
}) {
  return (
    <InputNumber
      aria-label={given.label}
      prefix="¥"
      min={0}
      max={1_000_000_000}
      precision={2}
      className="inc-number"
      value={given.fen === undefined ? null : given.fen / 100}
      onChange={(value) => given.onChange(value === null ? undefined : Math.round(value * 100))}
    />
  );
}

function PercentInput(given: { label: string; basisPoints: number; onChange: (basisPoints: number) => void }) {
  return (
    <InputNumber
      aria-label={given.label}
      suffix="%"
      min={0}
      max={100}
      precision={2}
      className="inc-number"
      value={given.basisPoints / 100}
      onChange={(value) => given.onChange(Math.round((value ?? 0) * 100))}
    />
  );
}

export interface AmountEditorProps {
  readonly plan: PlanDocument;
  readonly rule: PlanRule;
  readonly described: VocabularyInfo;
  readonly onChange: (rule: PlanRule) => void;
}

type Kind = 'percent' | 'fixed' | 'tiered';
const kindOf = (amount: PlanRule['amount']): Kind =>
  'percent' in amount ? 'percent' : 'fixed' in amount ? 'fixed' : 'tiered';

export function AmountEditor({ plan, rule, described, onChange }: AmountEditorProps) {
  const t = useText('incentives');
  const { say } = useWords();
  const { amount } = rule;
  const kind = kindOf(amount);
  const bases = [
    ...(rule.scope === 'item' ? [{ value: 'item', label: t('amount.item') }] : []),
    ...Object.entries(plan.bases).map(([value, base]) => ({ value, label: say(base.title) })),
  ];
  const firstBase = bases[0]?.value ?? 'gross';
  const set = (next: PlanRule['amount']) => onChange({ ...rule, amount: next });
  const start: Record<Kind, PlanRule['amount']> = {
    percent: { percent: { of: firstBase, rateBasisPoints: 500 } },
    fixed: { fixed: { fen: 10_000 } },
    tiered: { tiered: { of: firstBase, tiers: [{ upToFen: 1_000_000, rateBasisPoints: 500 }], aboveFen: 50_000 } },
  };
  const baseSelect = (of: string, change: (of: string) => void) => (
    <Labelled label={t('amount.of')}>
      <Select aria-label={t('amount.of')} value={of} options={bases} onChange={change} />
    </Labelled>
  );
  return (
    <div className="inc-amount">
      <Segmented<Kind>
        aria-label={t('amount.kind')}
        value={kind}
        options={(['percent', 'fixed', 'tiered'] as const).map((value) => ({ value, label: t(`amount.${value}`) }))}
        onChange={(next) => next !== kind && set(start[next])}
      />
      <div className="inc-fields">
        {'percent' in amount && (
          <>
            {baseSelect(amount.percent.of, (of) => set({ percent: { ...amount.percent, of } }))}
            <Labelled label={t('amount.rate')}>
              <PercentInput
                label={t('amount.rate')}
                basisPoints={amount.percent.rateBasisPoints}
                onChange={(rateBasisPoints) => set({ percent: { ...amount.percent, rateBasisPoints } })}
              />
            </Labelled>
          </>
        )}
        {'fixed' in amount && (
          <Labelled label={t(rule.scope === 'item' ? 'amount.perItem' : 'amount.perCase')}>
            <YuanInput
              label={t('amount.perCase')}
              fen={amount.fixed.fen}
              onChange={(fen) => set({ fixed: { ...amount.fixed, fen: fen ?? 0 } })}
            />
          </Labelled>
        )}
        {'tiered' in amount && baseSelect(amount.tiered.of, (of) => set({ tiered: { ...amount.tiered, of } }))}
      </div>
      {'percent' in amount && (
        <Added amount={amount} plan={plan} rule={rule} described={described} onChange={onChange} />
      )}
      {'tiered' in amount && <Tiers tiered={amount.tiered} onChange={(tiered) => set({ tiered })} />}
    </div>
  );
}

type Percent = Extract<PlanRule['amount'], { percent: unknown }>;
type Tiered = Extract<PlanRule['amount'], { tiered: unknown }>['tiered'];

/** Percentage points added while a condition holds. */
function Added({ amount, plan, rule, described, onChange }: AmountEditorProps & { amount: Percent }) {
  const t = useText('incentives');
  const plus = amount.percent.plus ?? [];
  const set = (next: NonNullable<Percent['percent']['plus']>) => {
    const { plus: _, ...rest } = amount.percent;
    onChange({ ...rule, amount: { percent: next.length === 0 ? rest : { ...rest, plus: next } } });
  };
  return (
    <>
      {plus.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own
        <div key={index} className="inc-added">
          <div className="inc-row">
            <span>{t('amount.add')}</span>
            <PercentInput
              label={t('amount.points')}
              basisPoints={entry.basisPoints}
              onChange={(basisPoints) =>
                set(plus.map((other, at) => (at === index ? { ...other, basisPoints } : other)))
              }
            />
            <span>{t('amount.pointsWhen')}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('amount.removeAdded')}
              onClick={() => set(plus.filter((_, at) => at !== index))}
            />
          </div>
          <ConditionEditor
            condition={entry.when}
            onChange={(when) => set(plus.map((other, at) => (at === index ? { ...other, when } : other)))}
            plan={plan}
            described={described}
            isItem={rule.scope === 'item'}
          />
        </div>
      ))}
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        disabled={plus.length >= 10}
        onClick={() => set([...plus, { when: { attribute: 'outOfCounty', eq: true }, basisPoints: 500 }])}
      >
        {t('amount.addPoints')}
      </Button>
    </>
  );
}

function Tiers({ tiered, onChange }: { tiered: Tiered; onChange: (tiered: Tiered) => void }) {
  const t = useText('incentives');
  const setTier = (index: number, change: Partial<Tiered['tiers'][number]>) =>
    onChange({ ...tiered, tiers: tiered.tiers.map((tier, at) => (at === index ? { ...tier, ...change } : tier)) });
  return (
    <div className="inc-tiers">
      {tiered.tiers.map((tier, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tiers have no identity of their own
        <div key={index} className="inc-row">
          <span>{t('amount.upTo')}</span>
          <YuanInput
            label={t('amount.upTo')}
            fen={tier.upToFen}
            onChange={(fen) => setTier(index, { upToFen: fen ?? 0 })}
          />
          <span>{t('amount.pays')}</span>
          <PercentInput
            label={t('amount.rate')}
            basisPoints={tier.rateBasisPoints}
            onChange={(rateBasisPoints) => setTier(index, { rateBasisPoints })}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('amount.removeTier')}
            disabled={tiered.tiers.length === 1}
            onClick={() => onChange({ ...tiered, tiers: tiered.tiers.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div className="inc-row">
        <span>{t('amount.above')}</span>
        <YuanInput
          label={t('amount.above')}
          fen={tiered.aboveFen}
          onChange={(fen) => onChange({ ...tiered, aboveFen: fen ?? 0 })}
        />
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          disabled={tiered.tiers.length >= 20}
          onClick={() => {
            const last = tiered.tiers.at(-1);
            const next = { upToFen: (last?.upToFen ?? 0) + 1_000_000, rateBasisPoints: last?.rateBasisPoints ?? 500 };
            onChange({ ...tiered, tiers: [...tiered.tiers, next] });
          }}
        >
          {t('amount.addTier')}
        </Button>
      </div>
    </div>
  );
}
