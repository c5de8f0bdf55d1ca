import { BulbOutlined } from '@ant-design/icons';
import { Drawer, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { EmptyState, Section, StateTag, usePhone } from '#web/kit/index.ts';
import {
  benefitForms,
  type MatrixCell,
  type PayeeClass,
  type PolicyPack,
  payeeClasses,
  type Trigger,
  triggers,
} from '../contract.ts';
import { RuleEntry } from './rule-list.tsx';
import { useWords, verdictIcons, verdictTones } from './words.tsx';

/** Payee × trigger × form: a word and an icon in every cell; a click shows why and what may be done instead. */
export function Matrix({ pack, text }: { pack: PolicyPack; text: string }) {
  const t = useText('policy');
  const [payee, setPayee] = useState<PayeeClass | 'all'>('all');
  const [open, setOpen] = useState<MatrixCell | null>(null);
  const phone = usePhone();
  const matches = useMatches(pack, text);
  const cells = useMemo(
    () => new Map(pack.incentives.matrix.map((cell) => [`${cell.payee}/${cell.trigger}/${cell.form}`, cell])),
    [pack],
  );
  const shown = payeeClasses.filter((one) => payee === 'all' || payee === one);
  const rowsOf = (one: PayeeClass): Trigger[] =>
    triggers.filter((trigger) => benefitForms.some((form) => matches(cells.get(`${one}/${trigger}/${form}`)!)));
  const isEmpty = shown.every((one) => rowsOf(one).length === 0);
  return (
    <>
      <div className="pol-scroll">
        <Segmented<PayeeClass | 'all'>
          aria-label={t('matrix.payee')}
          value={payee}
          options={(['all', ...payeeClasses] as const).map((value) => ({
            value,
            label: t(value === 'all' ? 'matrix.all' : `payee.${value}`),
          }))}
          onChange={setPayee}
        />
      </div>
      {isEmpty && <EmptyState compact picture="search" title={t('pack.nothing')} />}
      {shown.map((one) => {
        const rows = rowsOf(one);
        if (rows.length === 0) return null;
        return (
          <Section key={one} title={t(`payee.${one}`)}>
            <div className="pol-scroll">
              <table className="pol-matrix">
                <thead>
                  <tr>
                    <th scope="col">{t('matrix.trigger')}</th>
                    {benefitForms.map((form) => (
                      <th key={form} scope="col">
                        {t(`form.${form}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((trigger) => (
                    <tr key={trigger}>
                      <th scope="row">{t(`trigger.${trigger}`)}</th>
                      {benefitForms.map((form) => {
                        const cell = cells.get(`${one}/${trigger}/${form}`)!;
                        return (
                          <td key={form}>
                            <button
                              type="button"
                              className={`pol-cell rm-tone-${verdictTones[cell.verdict]} ${matches(cell) ? '' : 'pol-dim'}`}
                              onClick={() => setOpen(cell)}
                            >
                              <span aria-hidden="true">{verdictIcons[cell.verdict]}</span>{' '}
                              {t(`verdict.${cell.verdict}`)}
                            </button>
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Section>
        );
      })}
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={phone ? '100%' : 560}
        title={
          open &&
          t('matrix.cell', {
            payee: t(`payee.${open.payee}`),
            trigger: t(`trigger.${open.trigger}`),
            form: t(`form.${open.form}`),
          })
        }
        destroyOnHidden
      >
        {open && <CellWhy pack={pack} cell={open} />}
      </Drawer>
    </>
  );
}

/** Whether a cell has to do with the search: its words, its reasons' ids and texts, their instruments. */
function useMatches(pack: PolicyPack, text: string): (cell: MatrixCell) => boolean {
  const t = useText('policy');
  const { say } = useWords();
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return (_: MatrixCell) => true;
    const reasonText = new Map(
      pack.incentives.reasons.map((reason) => [
        reason.id,
        [
          reason.id,
          reason.text.zh,
          reason.text.en,
          ...reason.citations.map((citation) =>
            say(pack.instruments.find((entry) => entry.id === citation.instrument)?.name),
          ),
        ]
          .join(' ')
          .toLowerCase(),
      ]),
    );
    return (cell: MatrixCell) =>
      [
        t(`payee.${cell.payee}`),
        t(`trigger.${cell.trigger}`),
        t(`form.${cell.form}`),
        t(`verdict.${cell.verdict}`),
      ].some((word) => word.toLowerCase().includes(wanted)) ||
      cell.reasons.some((id) => reasonText.get(id)?.includes(wanted));
  }, [pack, text, t, say]);
}

function CellWhy({ pack, cell }: { pack: PolicyPack; cell: MatrixCell }) {
  const t = useText('policy');
  const { say } = useWords();
  const { reasons, alternatives } = pack.incentives;
  const alternative =
    alternatives.find((entry) => entry.payee === cell.payee && entry.trigger === cell.trigger) ??
    alternatives.find((entry) => entry.payee === cell.payee && entry.trigger === '*');
  return (
    <>
      <p className="pol-verdict">
        <StateTag tone={verdictTones[cell.verdict]} icon={verdictIcons[cell.verdict]}>
          {t(`verdict.${cell.verdict}`)}
        </StateTag>{' '}
        {t(`verdictText.${cell.verdict}`)} <span className="rm-faint">{t(`basis.${cell.basis}`)}</span>
      </p>
      {cell.verdict !== 'allowed' && alternative && (
        <p className="pol-instead">
          <BulbOutlined aria-hidden /> <strong>{t('matrix.instead')}</strong> {say(alternative.text)}
        </p>
      )}
      <h3 className="pol-heading">{t(cell.verdict === 'prohibited' ? 'matrix.why' : 'matrix.conditions')}</h3>
      <ul className="pol-rules">
        {cell.reasons.map((id) => {
          const rule = reasons.find((reason) => reason.id === id);
          return rule && <RuleEntry key={id} pack={pack} rule={rule} />;
        })}
      </ul>
      <p className="rm-faint">{t('matrix.overrides')}</p>
    </>
  );
}
