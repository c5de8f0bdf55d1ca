import { LeftOutlined } from '@ant-design/icons';
import { App, DatePicker, Form, Input, InputNumber, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useDeferredValue, useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import {
  ErrorState,
  FormPage,
  PageFrame,
  PageLink,
  PageSkeleton,
  Section,
  useGo,
  usePageParams,
} from '#web/kit/index.ts';
import {
  changeOrganization,
  createOrganization,
  findDivisions,
  listOwnerChoices,
  type OrganizationDetail,
  type OrganizationKind,
  organizationKinds,
  readOrganization,
} from '../contract/index.ts';
import { useWords } from './words.tsx';

interface Values {
  name: string;
  kind: OrganizationKind;
  divisionCode?: string | null;
  township?: string;
  address?: string;
  latitude?: number | null;
  longitude?: number | null;
  distanceKm?: number | null;
  headcount?: number | null;
  ownerId?: string | null;
  sponsorId?: string | null;
  nextStep?: string;
  nextStepOn?: Dayjs | null;
  note?: string;
  isActive?: boolean;
}

/** A new unit, or changes of one. */
export default function OrganizationFormPage() {
  const { organizationId } = usePageParams<'organizationId'>();
  return organizationId ? <Edit organizationId={organizationId} /> : <Create />;
}

function Back({ to }: { to: string }) {
  const t = useWords();
  return (
    <PageLink to={to}>
      <LeftOutlined /> {t('back')}
    </PageLink>
  );
}

function Create() {
  const t = useWords();
  const go = useGo();
  const { message } = App.useApp();
  const create = useCommand(createOrganization, {
    onDone: (answer) => {
      message.success(t('saved'));
      go(`/organizations/${answer.organizationId}`);
    },
  });
  return (
    <PageFrame title={t('new')} meaning={t('newMeaning')} width="text" back={<Back to="/organizations" />}>
      <Section>
        <FormPage<Values>
          submit={t('save')}
          schema={createOrganization.body!}
          toBody={(values) => bodyOf(values, null)}
          problem={create.problem}
          isSubmitting={create.isRunning}
          onSubmit={(values) => create.run({ body: bodyOf(values, null) })}
          onCancel={() => go('/organizations')}
        >
          <Fieldset before={null} />
        </FormPage>
      </Section>
    </PageFrame>
  );
}

function Edit({ organizationId }: { organizationId: string }) {
  const t = useWords();
  const go = useGo();
  const { message } = App.useApp();
  const one = useRead(readOrganization, { params: { organizationId } });
  const back = () => go(`/organizations/${organizationId}`);
  const change = useCommand(changeOrganization, {
    onDone: () => {
      message.success(t('saved'));
      back();
    },
  });
  if (one.isPending) return <PageSkeleton />;
  if (one.error) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  const before = one.data;
  const toBody = (values: Values) => ({ ...bodyOf(values, before), version: before.version });
  return (
    <PageFrame
      title={t('editTitle', { name: before.name })}
      width="text"
      back={<Back to={`/organizations/${organizationId}`} />}
    >
      <Section>
        <FormPage<Values>
          initialValues={valuesOf(before)}
          submit={t('save')}
          schema={changeOrganization.body!}
          toBody={toBody}
          problem={change.problem}
          isSubmitting={change.isRunning}
          onSubmit={(values) => change.run({ params: { organizationId }, body: toBody(values) })}
          onCancel={back}
        >
          <Fieldset before={before} />
        </FormPage>
      </Section>
    </PageFrame>
  );
}

function Fieldset({ before }: { before: OrganizationDetail | null }) {
  const t = useWords();
  const owners = useRead(listOwnerChoices);
  const choices = owners.data?.items.map((one) => ({ value: one.accountId, label: one.displayName })) ?? [];
  const ownerField = (name: 'ownerId' | 'sponsorId') => (
    <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={choices} id={name} />
  );
  return (
    <>
      <Form.Item
        name="name"
        label={t('field.name')}
        rules={[{ required: true, whitespace: true, message: t('needName') }]}
      >
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={t('field.kind')} rules={[{ required: true, message: t('needChoice') }]}>
        <Select options={organizationKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
      </Form.Item>
      <Form.Item name="divisionCode" label={t('field.division')} extra={t('field.divisionHelp')}>
        <DivisionField shownName={before?.divisionName ?? null} />
      </Form.Item>
      <Form.Item name="township" label={t('field.township')} extra={t('field.townshipHelp')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="address" label={t('field.address')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="latitude" label={t('field.latitude')}>
        <InputNumber min={-90} max={90} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="longitude" label={t('field.longitude')}>
        <InputNumber min={-180} max={180} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="distanceKm" label={t('field.distance')} extra={t('field.distanceHelp')}>
        <InputNumber min={0} precision={1} suffix="km" style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="headcount" label={t('field.headcount')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {(before === null || before.mayAssign) && (
        <>
          <Form.Item name="ownerId" label={t('field.owner')}>
            {ownerField('ownerId')}
          </Form.Item>
          <Form.Item name="sponsorId" label={t('field.sponsor')} extra={t('field.sponsorHelp')}>
            {ownerField('sponsorId')}
          </Form.Item>
        </>
      )}
      <Form.Item name="nextStep" label={t('field.nextStep')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="nextStepOn" label={t('field.nextStepOn')}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="note" label={t('field.note')}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
      </Form.Item>
      {before && (
        <Form.Item name="isActive" label={t('field.active')} valuePropName="checked">
          <Switch checkedChildren={t('status.active')} unCheckedChildren={t('status.inactive')} />
        </Form.Item>
      )}
    </>
  );
}

/** A division by name or code, down to the village. */
function DivisionField(props: {
  readonly value?: string | null;
  readonly onChange?: (code: string | null) => void;
  readonly shownName: string | null;
  readonly id?: string;
}) {
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useRead(findDivisions, { query: { q } }, { keepPrevious: true });
  const options = (found.data?.items ?? []).map((one) => ({ value: one.code, label: `${one.path} ${one.code}` }));
  const { value, shownName } = props;
  const isListed = options.some((one) => one.value === value);
  return (
    <Select
      id={props.id ?? 'divisionCode'}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value ?? null}
      onChange={(code) => props.onChange?.(code ?? null)}
      options={value && !isListed ? [{ value, label: shownName ?? value }, ...options] : options}
    />
  );
}

function valuesOf(before: OrganizationDetail): Partial<Values> {
  return {
    name: before.name,
    kind: before.kind,
    divisionCode: before.divisionCode,
    township: before.township ?? '',
    address: before.address ?? '',
    latitude: before.latitude,
    longitude: before.longitude,
    distanceKm: before.distanceM === null ? null : before.distanceM / 1000,
    headcount: before.headcount,
    ownerId: before.ownerId,
    sponsorId: before.sponsorId,
    nextStep: before.nextStep ?? '',
    nextStepOn: before.nextStepOn ? dayjs(before.nextStepOn) : null,
    note: before.note ?? '',
    isActive: before.isActive,
  };
}

function bodyOf(values: Values, before: OrganizationDetail | null) {
  const { distanceKm, nextStepOn, isActive, ownerId, sponsorId, ...rest } = values;
  return {
    ...rest,
    divisionCode: values.divisionCode ?? null,
    latitude: values.latitude ?? null,
    longitude: values.longitude ?? null,
    headcount: values.headcount ?? null,
    distanceM: distanceKm === undefined || distanceKm === null ? null : Math.round(distanceKm * 1000),
    nextStepOn: nextStepOn ? nextStepOn.format('YYYY-MM-DD') : null,
    ...(before === null || before.mayAssign ? { ownerId: ownerId ?? null, sponsorId: sponsorId ?? null } : {}),
    ...(before ? { isActive: isActive ?? true } : {}),
  };
}
