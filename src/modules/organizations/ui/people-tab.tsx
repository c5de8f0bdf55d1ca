import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { type Fen, formatYuan } from '#kernel/money.ts';
import { useCommand, useRead } from '#web/api/index.ts';
import { Chart, PageSkeleton, Section, StatCard, StatRow, useConfirmDanger, When } from '#web/kit/index.ts';
import { linkPerson, listPeople, type OrganizationDetail, readRevenue, unlinkPerson } from '../contract/index.ts';
import { PartDialog } from './part-dialog.tsx';
import { dash, useWords } from './words.tsx';

/** What came through the unit to date, and who of its people are patients. */
export function PeopleTab({ unit }: { unit: OrganizationDetail }) {
  return (
    <>
      <RevenueSection organizationId={unit.organizationId} />
      <PeopleSection organizationId={unit.organizationId} />
    </>
  );
}

function RevenueSection({ organizationId }: { organizationId: string }) {
  const t = useWords();
  const revenue = useRead(readRevenue, { params: { organizationId } });
  const found = revenue.data;
  const option = useMemo(
    () => ({
      xAxis: { type: 'category', data: found?.months.map((one) => one.month) ?? [] },
      yAxis: { type: 'value', minInterval: 1 },
      series: [{ type: 'bar', name: t('revenue.count'), data: found?.months.map((one) => one.episodes) ?? [] }],
    }),
    [found, t],
  );
  if (!found) return <PageSkeleton rows={3} />;
  const money = (fen: number | null) => (fen === null ? '' : formatYuan(fen as Fen));
  const note = (one: { chargesFen: number | null }) => money(one.chargesFen);
  const seesMoney = found.all.chargesFen !== null;
  return (
    <Section title={t('revenue.title')}>
      <StatRow>
        {(['own', 'referred', 'all'] as const).map((way) => (
          <StatCard
            key={way}
            label={t(`revenue.${way}`)}
            value={t('revenue.episodes', { count: found[way].episodes })}
            note={
              way === 'referred' && !seesMoney
                ? t('revenue.introducers', { count: found.introducers })
                : note(found[way])
            }
          />
        ))}
        {found.offersFen !== null && <StatCard label={t('revenue.offers')} value={money(found.offersFen)} />}
      </StatRow>
      {!seesMoney && <p className="rm-faint">{t('revenue.noMoney')}</p>}
      {found.months.length > 0 && (
        <Chart
          title={t('revenue.chart')}
          definition={t('revenue.chartDefinition')}
          option={option}
          height={200}
          table={{
            columns: [
              { key: 'month', title: t('revenue.month') },
              { key: 'episodes', title: t('revenue.count'), align: 'number' },
              ...(seesMoney ? [{ key: 'chargesFen', title: t('revenue.amount'), align: 'number' } as const] : []),
            ],
            rows: found.months.map((one) => ({ ...one })),
            text: (key, value) => (key === 'chargesFen' ? money(value as number | null) : value),
          }}
        />
      )}
    </Section>
  );
}

function PeopleSection({ organizationId }: { organizationId: string }) {
  const t = useWords();
  const confirm = useConfirmDanger();
  const people = useRead(listPeople, { params: { organizationId } });
  const link = useCommand(linkPerson);
  const unlink = useCommand(unlinkPerson);
  const [isAdding, setAdding] = useState(false);
  const found = people.data;
  if (!found) return <PageSkeleton rows={3} />;
  const remove = (recordNo: string) =>
    confirm({
      title: t('person.unlinkTitle'),
      text: t('person.unlinkText'),
      ok: t('person.unlink'),
      onConfirm: () => unlink.run({ params: { organizationId, recordNo } }),
    });
  return (
    <Section
      title={`${t('person.title')} · ${t('person.count', { count: found.total })}`}
      extra={
        found.mayLink && (
          <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('person.link')}
          </Button>
        )
      }
    >
      {found.total === 0 ? (
        <p className="rm-soft">{t('person.empty')}</p>
      ) : found.items.length === 0 ? (
        <p className="rm-soft">{t('person.hidden')}</p>
      ) : (
        <div className="rm-org-scroll">
          <table className="rm-org-plain">
            <thead>
              <tr>
                <th>{t('person.name')}</th>
                <th>{t('person.recordNo')}</th>
                <th>{t('person.post')}</th>
                <th className="rm-org-number">{t('person.episodes')}</th>
                <th>{t('person.last')}</th>
                <th aria-label={t('person.unlink')} />
              </tr>
            </thead>
            <tbody>
              {found.items.map((one) => (
                <tr key={one.recordNo}>
                  <td>{one.name ?? dash}</td>
                  <td className="rm-number">{one.recordNo}</td>
                  <td>{one.post ?? dash}</td>
                  <td className="rm-org-number">{one.episodes}</td>
                  <td>{one.lastOn === null ? dash : <When at={one.lastOn} />}</td>
                  <td>
                    {one.isByEmployer ? (
                      <span className="rm-faint">{t('person.byEmployer')}</span>
                    ) : (
                      found.mayLink && (
                        <Button size="small" type="text" danger onClick={() => remove(one.recordNo)}>
                          {t('person.unlink')}
                        </Button>
                      )
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isAdding && (
        <PartDialog
          title={t('person.link')}
          initial={{}}
          problem={link.problem}
          isRunning={link.isRunning}
          onClose={() => setAdding(false)}
          fields={[
            {
              name: 'recordNo',
              label: t('person.recordNo'),
              kind: 'text',
              isNeeded: true,
              charactersMax: 64,
              help: t('person.recordHelp'),
            },
            { name: 'post', label: t('person.post'), kind: 'text', charactersMax: 60 },
          ]}
          onSubmit={(values) =>
            link.run({
              params: { organizationId },
              body: values as unknown as { recordNo: string; post: string | null },
            })
          }
        />
      )}
    </Section>
  );
}
