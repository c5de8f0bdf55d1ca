import { Alert, Tag } from 'antd';
import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageLink, PageSkeleton, StateTag, usePageParams } from '#web/kit/index.ts';
import { SubjectAccess } from '#web/shell/index.ts';
import { type Patient, readPatient } from '../contract/index.ts';
import { AboutSection } from './about-section.tsx';
import { ContactSection } from './contact-section.tsx';
import { FamilySection } from './family-section.tsx';
import { FormsSection } from './forms-section.tsx';
import { HabitsSection } from './habits-section.tsx';
import { LevelSection } from './level-section.tsx';
import { NextActions } from './next-actions.tsx';
import { TimelineSection } from './timeline-section.tsx';
import { LevelTag } from './words.tsx';

/** Everything of one person on one page. */
export default function PatientPage() {
  const t = useText('patients');
  const { patientId } = usePageParams<'patientId'>();
  const read = useRead(readPatient, { params: { patientId } });
  useEvents(['patients'], () => void read.refetch());
  if (read.error) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton rows={8} />;
  const patient = read.data;
  return (
    <PageFrame
      title={patient.name}
      meaning={<Headline patient={patient} />}
      back={<PageLink to="/patients">{t('title')}</PageLink>}
    >
      {patient.mergedFrom && <Alert type="info" showIcon title={t('about.merged')} style={{ marginBlockEnd: 12 }} />}
      <div className="rm-pat-page">
        <div>
          <AboutSection patient={patient} />
          <ContactSection patient={patient} />
          <FamilySection patient={patient} />
        </div>
        <div>
          <TimelineSection patientId={patient.patientId} />
        </div>
        <div>
          <NextActions patient={patient} />
          <LevelSection patient={patient} />
          <HabitsSection patient={patient} />
          <FormsSection patient={patient} />
          <SubjectAccess subject={{ kind: 'patient', id: patient.patientId }} />
        </div>
      </div>
      <Hidden tiers={patient.hiddenTiers} />
    </PageFrame>
  );
}

function Headline({ patient }: { patient: Patient }) {
  const t = useText('patients');
  return (
    <span className="rm-pat-head">
      <span>
        {[patient.sex && t(`sex.${patient.sex}`), patient.ageYears !== null && t('years', { age: patient.ageYears })]
          .filter(Boolean)
          .join(' · ') || t('unknown')}
      </span>
      <LevelTag level={patient.level} />
      {patient.isKeyAccount && (
        <StateTag tone={patient.isContactOverdue ? 'waiting' : 'primary'}>
          {t(patient.isContactOverdue ? 'key.overdue' : 'key.flag')}
        </StateTag>
      )}
      {patient.isStaff && <Tag>{t('about.staff')}</Tag>}
      {patient.tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

function Hidden({ tiers }: { tiers: readonly string[] }) {
  const t = useText('patients');
  if (tiers.length === 0) return null;
  return (
    <p className="rm-faint">{t('about.hidden', { tiers: tiers.map((tier) => t(`about.tier.${tier}`)).join('、') })}</p>
  );
}
