import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import type { Text } from '#web/i18n.ts';
import { Facts, StateTag } from '#web/kit/index.ts';
import {
  addContract,
  type Contract,
  type ContractFields,
  changeContract,
  contractKinds,
  listContracts,
  type OrganizationDetail,
  renewContract,
  settlements,
  terminateContract,
} from '../contract/index.ts';
import { PartDialog, type PartField } from './part-dialog.tsx';
import { PartList } from './part-list.tsx';
import { ContractTag, useToday, useWords } from './words.tsx';

/** Contracts with their terms; near the end they ask to be renewed. */
export function ContractsTab({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  const { organizationId } = unit;
  const read = useRead(listContracts, { params: { organizationId } });
  const [edited, setEdited] = useState<Contract | 'new' | null>(null);
  const [ended, setEnded] = useState<Contract | null>(null);
  return (
    <>
      <PartList<Contract>
        read={read}
        keyOf={(one) => one.contractId}
        add={unit.mayWrite ? t('contract.add') : null}
        onAdd={() => setEdited('new')}
        empty={{ title: t('contract.empty'), text: t('contract.emptyText') }}
        card={(one) => (
          <>
            <Terms contract={one} />
            {unit.mayWrite && one.status !== 'terminated' && (
              <Buttons contract={one} onEdit={() => setEdited(one)} onEnd={() => setEnded(one)} />
            )}
          </>
        )}
      />
      {edited && (
        <EditDialog
          organizationId={organizationId}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
      {ended && <EndDialog contract={ended} onClose={() => setEnded(null)} />}
    </>
  );
}

function Terms({ contract }: { contract: Contract }) {
  const t = useWords();
  const reminded = contract.reminders.map((one) => one.daysBefore).at(-1);
  const facts: [string, string | null][] = [
    [t('contract.number'), contract.contractNo],
    [t('contract.discount'), contract.discountBp === null ? null : `${contract.discountBp / 100} %`],
    [t('contract.settlement'), contract.settlement && t(`contract.settlements.${contract.settlement}`)],
    [t('contract.settlementNote'), contract.settlementNote],
    [t('contract.note'), contract.note],
  ];
  return (
    <>
      <div className="rm-org-card-head">
        <strong>{contract.title}</strong>
        <ContractTag state={contract.state} />
        {contract.isRenewed && <StateTag tone="primary">{t('contract.isRenewed')}</StateTag>}
        {contract.renewsId && <StateTag tone="inactive">{t('contract.isRenewal')}</StateTag>}
      </div>
      <p>
        {t(`contract.kinds.${contract.kind}`)} ·{' '}
        <span className="rm-number">{t('contract.term', { from: contract.startsOn, until: contract.endsOn })}</span>
      </p>
      {contract.state === 'ending' && <p>{t('contract.left', { count: contract.daysLeft })}</p>}
      {contract.terminatedOn && <p>{t('contract.terminatedOn', { day: contract.terminatedOn })}</p>}
      {reminded !== undefined && <p className="rm-faint">{t('contract.reminded', { days: reminded })}</p>}
      <Facts items={facts.filter(([, value]) => value)} />
    </>
  );
}

function Buttons({ contract, onEdit, onEnd }: { contract: Contract; onEdit: () => void; onEnd: () => void }) {
  const t = useWords();
  const { message } = App.useApp();
  const renew = useCommand(renewContract, {
    onDone: () => void message.success(t('contract.renewed')),
    onRefused: (problem) => void message.error(problem.title),
  });
  const { contractId, version } = contract;
  return (
    <div className="rm-org-card-foot">
      <Button size="small" onClick={onEdit}>
        {t('edit')}
      </Button>
      {contract.status === 'signed' && !contract.isRenewed && (
        <Button
          size="small"
          type={contract.state === 'ending' || contract.state === 'expired' ? 'primary' : 'default'}
          loading={renew.isRunning}
          onClick={() => void renew.run({ params: { contractId }, body: { version } })}
        >
          {t('contract.renew')}
        </Button>
      )}
      {contract.status === 'signed' && contract.state !== 'expired' && (
        <Button size="small" type="text" danger onClick={onEnd}>
          {t('contract.terminate')}
        </Button>
      )}
    </div>
  );
}

function EditDialog(props: { organizationId: string; before: Contract | null; onClose: () => void }) {
  const { organizationId, before, onClose } = props;
  const t = useWords();
  const today = useToday();
  const { message } = App.useApp();
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addContract, { onDone });
  const change = useCommand(changeContract, { onDone });
  return (
    <PartDialog
      title={t(before ? 'contract.edit' : 'contract.add')}
      fields={fieldsOf(t)}
      initial={before ?? { startsOn: today, kind: 'group_checkup', status: 'draft' }}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      onSubmit={(values): Promise<unknown> => {
        const fields = values as unknown as ContractFields;
        return before
          ? change.run({ params: { contractId: before.contractId }, body: { ...fields, version: before.version } })
          : add.run({ params: { organizationId }, body: fields });
      }}
    />
  );
}

function EndDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const t = useWords();
  const today = useToday();
  const end = useCommand(terminateContract);
  return (
    <PartDialog
      title={t('contract.terminateTitle')}
      fields={[
        { name: 'on', label: t('contract.terminateOn'), kind: 'day', isNeeded: true },
        { name: 'reason', label: t('contract.terminateReason'), kind: 'area', isNeeded: true },
      ]}
      initial={{ on: today }}
      problem={end.problem}
      isRunning={end.isRunning}
      onClose={onClose}
      onSubmit={(values) =>
        end.run({
          params: { contractId: contract.contractId },
          body: { ...(values as unknown as { on: string; reason: string }), version: contract.version },
        })
      }
    />
  );
}

function fieldsOf(t: Text): PartField[] {
  const choices = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`contract.${group}.${value}`) }));
  return [
    { name: 'title', label: t('contract.title'), kind: 'text', isNeeded: true, charactersMax: 120 },
    {
      name: 'kind',
      label: t('contract.kind'),
      kind: 'choice',
      isNeeded: true,
      help: t('contract.kindHelp'),
      options: choices(contractKinds, 'kinds'),
    },
    { name: 'contractNo', label: t('contract.number'), kind: 'text', charactersMax: 60 },
    { name: 'startsOn', label: t('contract.startsOn'), kind: 'day', isNeeded: true },
    { name: 'endsOn', label: t('contract.endsOn'), kind: 'day', isNeeded: true },
    {
      name: 'status',
      label: t('contract.status'),
      kind: 'choice',
      isNeeded: true,
      options: choices(['draft', 'signed'], 'statuses'),
    },
    { name: 'discountBp', label: t('contract.discount'), kind: 'percent', help: t('contract.discountHelp') },
    {
      name: 'settlement',
      label: t('contract.settlement'),
      kind: 'choice',
      options: choices(settlements, 'settlements'),
    },
    { name: 'settlementNote', label: t('contract.settlementNote'), kind: 'text', charactersMax: 300 },
    { name: 'note', label: t('contract.note'), kind: 'area', charactersMax: 1000 },
  ];
}
