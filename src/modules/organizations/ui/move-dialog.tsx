import { App } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { moveOrganization, type OrganizationRow, type Stage } from '../contract/index.ts';
import { PartDialog } from './part-dialog.tsx';
import { useWords } from './words.tsx';

type Moved = Pick<OrganizationRow, 'organizationId' | 'name' | 'version' | 'stage'>;

/** Asks what a move needs: where to, the reason where one is wanted, and the next step. */
export function MoveDialog(props: {
  readonly unit: Moved;
  readonly movesTo: readonly { readonly stage: Stage; readonly needsReason: boolean }[];
  readonly to?: Stage;
  readonly onClose: () => void;
}) {
  const { unit, movesTo, to, onClose } = props;
  const t = useWords();
  const { message } = App.useApp();
  const move = useCommand(moveOrganization, {
    onDone: (answer) => message.success(t('move.done', { stage: t(`stages.${answer.stage}`) })),
  });
  const needsReason = to !== undefined && movesTo.some((one) => one.stage === to && one.needsReason);
  return (
    <PartDialog
      title={t('move.title', { name: unit.name })}
      initial={{ to: to ?? movesTo[0]?.stage }}
      problem={move.problem}
      isRunning={move.isRunning}
      onClose={onClose}
      fields={[
        {
          name: 'to',
          label: t('move.to'),
          kind: 'choice',
          isNeeded: true,
          options: movesTo.map(({ stage }) => ({ value: stage, label: t(`stages.${stage}`) })),
        },
        {
          name: 'reason',
          label: t('move.reason'),
          kind: 'area',
          isNeeded: needsReason,
          ...(needsReason ? { help: t('move.needReason') } : {}),
        },
        { name: 'nextStep', label: t('field.nextStep'), kind: 'text', charactersMax: 200 },
        { name: 'nextStepOn', label: t('field.nextStepOn'), kind: 'day' },
      ]}
      onSubmit={(values) =>
        move.run({
          params: { organizationId: unit.organizationId },
          body: { ...(values as unknown as { to: Stage }), version: unit.version },
        })
      }
    />
  );
}
