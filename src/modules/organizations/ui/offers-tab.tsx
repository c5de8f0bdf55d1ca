import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { Money, StateTag, type Tone } from '#web/kit/index.ts';
import {
  addOffer,
  changeOffer,
  listContracts,
  listOffers,
  type Offer,
  type OfferFields,
  type OrganizationDetail,
  offerKinds,
  offerStatuses,
} from '../contract/index.ts';
import { PartDialog } from './part-dialog.tsx';
import { PartList } from './part-list.tsx';
import { useToday, useWords } from './words.tsx';

const tones: Readonly<Record<Offer['status'], Tone>> = {
  offered: 'waiting',
  sold: 'primary',
  delivered: 'allowed',
  cancelled: 'inactive',
};

/** Packages and cooperation sold to the unit. */
export function OffersTab({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  const { organizationId } = unit;
  const read = useRead(listOffers, { params: { organizationId } });
  const [edited, setEdited] = useState<Offer | 'new' | null>(null);
  return (
    <>
      <PartList<Offer>
        read={read}
        keyOf={(one) => one.offerId}
        add={unit.mayWrite ? t('offer.add') : null}
        onAdd={() => setEdited('new')}
        empty={{ title: t('offer.empty'), text: t('offer.emptyText') }}
        card={(one) => (
          <>
            <div className="rm-org-card-head">
              <strong>{one.name}</strong>
              <StateTag tone={tones[one.status]}>{t(`offer.statuses.${one.status}`)}</StateTag>
            </div>
            <p>
              {t(`offer.kinds.${one.kind}`)} · <span className="rm-number">{one.soldOn}</span>
              {one.priceFen !== null && (
                <>
                  {' · '}
                  <Money fen={one.priceFen} />
                </>
              )}
            </p>
            {one.persons !== null && (
              <p>{t('offer.progress', { served: one.personsServed ?? 0, persons: one.persons })}</p>
            )}
            {one.note && <p className="rm-soft">{one.note}</p>}
            {unit.mayWrite && (
              <div className="rm-org-card-foot">
                <Button size="small" onClick={() => setEdited(one)}>
                  {t('edit')}
                </Button>
              </div>
            )}
          </>
        )}
      />
      {edited && (
        <Dialog
          organizationId={organizationId}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Dialog(props: { organizationId: string; before: Offer | null; onClose: () => void }) {
  const { organizationId, before, onClose } = props;
  const t = useWords();
  const today = useToday();
  const { message } = App.useApp();
  const contracts = useRead(listContracts, { params: { organizationId } });
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addOffer, { onDone });
  const change = useCommand(changeOffer, { onDone });
  // A price that the role does not see must not be cleared by saving the rest.
  const hidesPrice = before !== null && before.priceFen === null;
  const choices = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`offer.${group}.${value}`) }));
  return (
    <PartDialog
      title={t(before ? 'offer.edit' : 'offer.add')}
      initial={before ?? { soldOn: today, kind: 'checkup_package', status: 'offered' }}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      fields={[
        {
          name: 'kind',
          label: t('offer.kind'),
          kind: 'choice',
          isNeeded: true,
          options: choices(offerKinds, 'kinds'),
        },
        { name: 'name', label: t('offer.name'), kind: 'text', isNeeded: true, charactersMax: 120 },
        { name: 'soldOn', label: t('offer.soldOn'), kind: 'day', isNeeded: true },
        {
          name: 'status',
          label: t('offer.status'),
          kind: 'choice',
          isNeeded: true,
          options: choices(offerStatuses, 'statuses'),
        },
        { name: 'priceFen', label: t('offer.price'), kind: 'money' },
        { name: 'persons', label: t('offer.persons'), kind: 'number' },
        { name: 'personsServed', label: t('offer.personsServed'), kind: 'number' },
        {
          name: 'contractId',
          label: t('offer.contract'),
          kind: 'choice',
          options: contracts.data?.items.map((one) => ({ value: one.contractId, label: one.title })) ?? [],
        },
        { name: 'note', label: t('offer.note'), kind: 'area' },
      ]}
      onSubmit={(values): Promise<unknown> => {
        const { priceFen, ...rest } = values as unknown as OfferFields;
        const fields = { ...rest, ...(hidesPrice && !priceFen ? {} : { priceFen }) } as OfferFields;
        return before
          ? change.run({ params: { offerId: before.offerId }, body: { ...fields, version: before.version } })
          : add.run({ params: { organizationId }, body: fields });
      }}
    />
  );
}
