import { PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import type { Text } from '#web/i18n.ts';
import {
  EmptyState,
  ErrorState,
  Facts,
  PageFrame,
  PageSkeleton,
  Section,
  StatCard,
  StateTag,
  StatRow,
  type Tone,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  addScreening,
  addTeam,
  changeScreening,
  changeTeam,
  listOrganizations,
  listScreenings,
  listTeams,
  type Screening,
  type ScreeningFields,
  type Team,
  type TeamFields,
} from '../contract/index.ts';
import { PartDialog, type PartField } from './part-dialog.tsx';
import { dash, shownText, topics, useToday, useWords } from './words.tsx';

const members = ['doctor', 'nurse', 'worker'] as const;
const termTones: Readonly<Record<Team['termState'], Tone>> = {
  unknown: 'inactive',
  future: 'primary',
  running: 'allowed',
  ending: 'waiting',
  over: 'prohibited',
};

/** 客户 · 网格团队: who looks after which area, whom a team lacks, when it screens. */
export default function GridPage() {
  const t = useWords();
  const today = useToday();
  const mayWrite = useMay('organizations.write');
  const teams = useRead(listTeams);
  const span = useMemo(
    () => ({
      query: {
        from: dayjs(today).subtract(60, 'day').format('YYYY-MM-DD'),
        until: dayjs(today).add(60, 'day').format('YYYY-MM-DD'),
      },
    }),
    [today],
  );
  const screenings = useRead(listScreenings, span);
  useEvents(topics, undefined, { invalidates: [listTeams, listScreenings] });
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const [planned, setPlanned] = useState<{ team: Team } | { screening: Screening } | null>(null);
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('grid.new')}
    </Button>
  );
  if (teams.error) return <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />;
  if (!teams.data) return <PageSkeleton />;
  const { items } = teams.data;
  const found = screenings.data?.items ?? [];
  return (
    <PageFrame title={t('grid.title')} meaning={t('grid.meaning')} action={add}>
      {items.length === 0 ? (
        <EmptyState picture="people" title={t('grid.emptyTitle')} text={t('grid.emptyText')} action={add} />
      ) : (
        <>
          <Figures teams={items} screenings={found} today={today} />
          <ul className="rm-org-cards">
            {items.map((team) => (
              <li key={team.teamId} className="rm-org-card">
                <TeamCard
                  team={team}
                  {...(mayWrite ? { onEdit: () => setEdited(team), onPlan: () => setPlanned({ team }) } : {})}
                />
              </li>
            ))}
          </ul>
          <Section title={t('grid.schedule')}>
            <Schedule
              screenings={found}
              {...(mayWrite ? { onEdit: (screening: Screening) => setPlanned({ screening }) } : {})}
            />
          </Section>
        </>
      )}
      {edited && <TeamDialog before={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {planned && <ScreeningDialog of={planned} onClose={() => setPlanned(null)} />}
    </PageFrame>
  );
}

function Figures(props: { teams: readonly Team[]; screenings: readonly Screening[]; today: string }) {
  const { teams, screenings, today } = props;
  const t = useWords();
  const active = teams.filter((team) => team.isActive);
  const incomplete = active.filter((team) => team.missing.length > 0).length;
  const monthAhead = dayjs(today).add(30, 'day').format('YYYY-MM-DD');
  const planned = screenings.filter((one) => one.status === 'planned' && one.onDay >= today && one.onDay <= monthAhead);
  return (
    <StatRow>
      <StatCard label={t('grid.teams')} value={active.length} />
      <StatCard
        label={t('grid.incomplete')}
        value={incomplete}
        {...(incomplete > 0 ? { tone: 'waiting' as const } : {})}
      />
      <StatCard
        label={t('grid.signedTotal')}
        value={active.reduce((sum, team) => sum + (team.familiesSigned ?? 0), 0)}
      />
      <StatCard label={t('grid.planned')} value={planned.length} />
    </StatRow>
  );
}

function TeamCard({ team, onEdit, onPlan }: { team: Team; onEdit?: () => void; onPlan?: () => void }) {
  const t = useWords();
  const person = (role: (typeof members)[number]) =>
    team[role].name ? (
      <span>
        {team[role].name} <span className="rm-soft rm-number">{shownText(team[role].phone)}</span>
      </span>
    ) : (
      <StateTag key={role} tone="prohibited">
        {t('grid.missing', { role: t(`grid.${role}`) })}
      </StateTag>
    );
  const households = team.households ?? '—';
  return (
    <>
      <div className="rm-org-card-head">
        <strong>{team.name}</strong>
        {!team.isActive ? (
          <StateTag tone="inactive">{t('status.inactive')}</StateTag>
        ) : (
          team.missing.length === 0 && <StateTag tone="allowed">{t('grid.complete')}</StateTag>
        )}
      </div>
      <p>{[team.divisionName, team.area, team.organizationName].filter(Boolean).join(' · ')}</p>
      <Facts
        items={[
          ...members.map((role) => [t(`grid.${role}`), person(role)] as const),
          [
            t('grid.families'),
            team.familiesSigned === null ? null : t('grid.signed', { families: team.familiesSigned, households }),
          ],
          [t('grid.persons'), team.personsSigned],
          [
            t('grid.term'),
            team.termUntil && (
              <span>
                <span className="rm-number">
                  {team.termFrom ?? '…'} – {team.termUntil}
                </span>{' '}
                <StateTag tone={termTones[team.termState]}>{t(`grid.termStates.${team.termState}`)}</StateTag>
              </span>
            ),
          ],
        ]}
      />
      {onEdit && (
        <div className="rm-org-card-foot">
          <Button size="small" onClick={onEdit}>
            {t('edit')}
          </Button>
          <Button size="small" onClick={onPlan}>
            {t('grid.addScreening')}
          </Button>
        </div>
      )}
    </>
  );
}

function Schedule(props: { screenings: readonly Screening[]; onEdit?: (screening: Screening) => void }) {
  const t = useWords();
  const { screenings, onEdit } = props;
  if (screenings.length === 0) return <p className="rm-soft">{t('grid.noSchedule')}</p>;
  const tone = (one: Screening): Tone =>
    one.isOverdue ? 'waiting' : one.status === 'done' ? 'allowed' : one.status === 'planned' ? 'primary' : 'inactive';
  return (
    <div className="rm-org-scroll">
      <table className="rm-org-plain">
        <thead>
          <tr>
            {['onDay', 'name', 'purpose', 'place', 'status', 'screened'].map((key) => (
              <th key={key}>{t(`grid.${key}`)}</th>
            ))}
            {onEdit && <th aria-label={t('edit')} />}
          </tr>
        </thead>
        <tbody>
          {screenings.map((one) => (
            <tr key={one.screeningId}>
              <td className="rm-number">{one.onDay}</td>
              <td>{one.teamName}</td>
              <td>{one.purpose}</td>
              <td>{one.place}</td>
              <td>
                <StateTag tone={tone(one)}>
                  {one.isOverdue ? t('grid.overdue') : t(`grid.statuses.${one.status}`)}
                </StateTag>
              </td>
              <td>{countsOf(t, one) ?? dash}</td>
              {onEdit && (
                <td>
                  <Button size="small" type="text" onClick={() => onEdit(one)}>
                    {t('edit')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function countsOf(t: Text, one: Screening): string | null {
  const expected = one.expected ?? '—';
  if (one.screened !== null) return t('grid.counted', { screened: one.screened, expected });
  return one.expected === null ? null : t('grid.expectedOnly', { expected });
}

const organizationsWanted = { query: { filter: ['isActive:eq:true'], sort: 'name', limit: 200 } };

function TeamDialog({ before, onClose }: { before: Team | null; onClose: () => void }) {
  const t = useWords();
  const { message } = App.useApp();
  const organizations = useRead(listOrganizations, organizationsWanted);
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addTeam, { onDone });
  const change = useCommand(changeTeam, { onDone });
  const choices = organizations.data?.items.map((one) => ({ value: one.organizationId, label: one.name })) ?? [];
  const person = (role: (typeof members)[number]): PartField[] => [
    {
      name: `${role}Name`,
      label: t('grid.memberName', { role: t(`grid.${role}`) }),
      kind: 'text',
      charactersMax: 60,
    },
    {
      name: `${role}Phone`,
      label: t('grid.memberPhone', { role: t(`grid.${role}`) }),
      kind: 'text',
      charactersMax: 30,
    },
  ];
  const fields: PartField[] = [
    { name: 'name', label: t('grid.name'), kind: 'text', isNeeded: true, charactersMax: 60 },
    { name: 'area', label: t('grid.area'), kind: 'text', isNeeded: true, charactersMax: 200 },
    { name: 'organizationId', label: t('grid.organization'), kind: 'choice', options: choices },
    { name: 'divisionCode', label: t('grid.division'), kind: 'text', charactersMax: 12 },
    ...members.flatMap(person),
    { name: 'households', label: t('grid.households'), kind: 'number' },
    { name: 'familiesSigned', label: t('grid.families'), kind: 'number' },
    { name: 'personsSigned', label: t('grid.persons'), kind: 'number' },
    { name: 'termFrom', label: t('grid.termFrom'), kind: 'day' },
    { name: 'termUntil', label: t('grid.termUntil'), kind: 'day' },
    { name: 'note', label: t('grid.note'), kind: 'area' },
    {
      name: 'isActive',
      label: t('grid.isActive'),
      kind: 'choice',
      isNeeded: true,
      options: [
        { value: 'yes', label: t('status.active') },
        { value: 'no', label: t('status.inactive') },
      ],
    },
  ];
  const initial = before
    ? {
        ...before,
        ...Object.fromEntries(
          members.flatMap((role) => [
            [`${role}Name`, before[role].name],
            [`${role}Phone`, before[role].phone?.text ?? null],
          ]),
        ),
        isActive: before.isActive ? 'yes' : 'no',
      }
    : { isActive: 'yes' };
  return (
    <PartDialog
      title={t(before ? 'grid.edit' : 'grid.new')}
      fields={fields}
      initial={initial}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      onSubmit={(values): Promise<unknown> => {
        const { isActive, ...rest } = values as Record<string, unknown>;
        const body = { ...rest, isActive: isActive !== 'no' } as unknown as TeamFields;
        return before
          ? change.run({ params: { teamId: before.teamId }, body: { ...body, version: before.version } })
          : add.run({ body });
      }}
    />
  );
}

function ScreeningDialog(props: { of: { team: Team } | { screening: Screening }; onClose: () => void }) {
  const { of, onClose } = props;
  const t = useWords();
  const today = useToday();
  const { message } = App.useApp();
  const onDone = () => void message.success(t('saved'));
  const add = useCommand(addScreening, { onDone });
  const change = useCommand(changeScreening, { onDone });
  const before = 'screening' in of ? of.screening : null;
  return (
    <PartDialog
      title={t(before ? 'grid.editScreening' : 'grid.addScreening')}
      initial={before ?? { onDay: today, status: 'planned' }}
      problem={add.problem ?? change.problem}
      isRunning={add.isRunning || change.isRunning}
      onClose={onClose}
      fields={[
        { name: 'onDay', label: t('grid.onDay'), kind: 'day', isNeeded: true },
        { name: 'purpose', label: t('grid.purpose'), kind: 'text', isNeeded: true },
        { name: 'place', label: t('grid.place'), kind: 'text', isNeeded: true },
        { name: 'expected', label: t('grid.expected'), kind: 'number' },
        { name: 'screened', label: t('grid.screened'), kind: 'number' },
        {
          name: 'status',
          label: t('grid.status'),
          kind: 'choice',
          isNeeded: true,
          options: ['planned', 'done', 'cancelled'].map((value) => ({ value, label: t(`grid.statuses.${value}`) })),
        },
      ]}
      onSubmit={(values): Promise<unknown> => {
        const body = values as unknown as ScreeningFields;
        return 'screening' in of
          ? change.run({
              params: { screeningId: of.screening.screeningId },
              body: { ...body, version: of.screening.version },
            })
          : add.run({ params: { teamId: of.team.teamId }, body });
      }}
    />
  );
}
