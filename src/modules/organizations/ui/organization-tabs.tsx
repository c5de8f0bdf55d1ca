import { Tabs } from 'antd';
import { Facts, Section, StateTag, Timeline, useUrlValue, When } from '#web/kit/index.ts';
import type { OrganizationDetail } from '../contract/index.ts';
import { ActivitiesTab } from './activities-tab.tsx';
import { ContactsTab } from './contacts-tab.tsx';
import { ContractsTab } from './contracts-tab.tsx';
import { OffersTab } from './offers-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { distanceText, NextStep, StageTag, useWords } from './words.tsx';

/** All that is known of a unit, one tab for each part. */
export function OrganizationTabs({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  const [tab, setTab] = useUrlValue<string>('tab', 'overview');
  const parts = [
    ['overview', <Overview key="overview" unit={unit} />],
    ['contacts', <ContactsTab key="contacts" unit={unit} />],
    ['pipeline', <Pipeline key="pipeline" unit={unit} />],
    ['contracts', <ContractsTab key="contracts" unit={unit} />],
    ['offers', <OffersTab key="offers" unit={unit} />],
    ['people', <PeopleTab key="people" unit={unit} />],
    ['visits', <ActivitiesTab key="visits" unit={unit} group="visits" />],
    ['events', <ActivitiesTab key="events" unit={unit} group="events" />],
  ] as const;
  return (
    <Tabs
      className="rm-org-wide"
      activeKey={tab}
      onChange={setTab}
      destroyOnHidden
      items={parts.map(([key, children]) => ({ key, label: t(`tabs.${key}`), children }))}
    />
  );
}

function Overview({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  return (
    <Section title={t('tabs.overview')}>
      <Facts
        items={[
          [t('field.kind'), t(`kinds.${unit.kind}`)],
          [t('field.stage'), <StageTag key="stage" stage={unit.stage} />],
          [t('field.nextStep'), <NextStep key="next" row={unit} />],
          [t('field.owner'), unit.ownerName],
          [t('field.sponsor'), unit.sponsorName],
          [t('field.division'), unit.divisionName ?? unit.divisionCode ?? unit.township],
          [t('field.address'), unit.address],
          [t('field.distance'), distanceText(t, unit)],
          [t('field.headcount'), unit.headcount === null ? null : t('field.people', { count: unit.headcount })],
          [t('field.contacts'), unit.contacts],
          [t('field.introducers'), unit.introducers],
          [t('field.institutions'), unit.institutions.join('、') || null],
          [t('field.contractUntil'), unit.contractUntil],
          [t('field.lastActivity'), unit.lastActivityOn],
          [t('field.note'), unit.note],
          [
            t('field.active'),
            <StateTag key="active" tone={unit.isActive ? 'allowed' : 'inactive'}>
              {t(unit.isActive ? 'status.active' : 'status.inactive')}
            </StateTag>,
          ],
          [t('field.created'), <When key="created" at={unit.createdAt} full />],
        ]}
      />
    </Section>
  );
}

function Pipeline({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  return (
    <>
      <Section title={t('tabs.pipeline')}>
        <Facts
          items={[
            [t('field.stage'), <StageTag key="stage" stage={unit.stage} />],
            [t('field.stageSince'), <When key="since" at={unit.stageSince} full />],
            [t('field.nextStep'), <NextStep key="next" row={unit} />],
            [t('field.owner'), unit.ownerName],
          ]}
        />
        {!unit.hasContractInForce && unit.movesTo.some((one) => one.stage === 'active') && (
          <p className="rm-note rm-note-waiting">{t('move.noContract')}</p>
        )}
      </Section>
      <Section title={t('move.history')}>
        {unit.moves.length === 0 ? (
          <p className="rm-soft">{t('move.none')}</p>
        ) : (
          <Timeline
            entries={unit.moves.map((move) => ({
              key: move.moveId,
              at: move.movedAt,
              by: move.movedByName,
              tone: move.toStage === 'lost' ? 'prohibited' : move.toStage === 'active' ? 'allowed' : 'primary',
              title: t('move.fromTo', { from: t(`stages.${move.fromStage}`), to: t(`stages.${move.toStage}`) }),
              text: [move.reason, move.nextStep, move.nextStepOn].filter(Boolean).join(' · '),
            }))}
          />
        )}
      </Section>
    </>
  );
}
