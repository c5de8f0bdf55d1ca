import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageSkeleton, ProblemNote, Section, StateTag } from '#web/kit/index.ts';
import { defineForm, type FormDefinition, listForms } from '../contract/index.ts';
import { fieldTypes } from '../rules/forms.ts';

type Field = FormDefinition['fields'][number];

const newField: Field = {
  key: '',
  label: '',
  type: 'text',
  isRequired: false,
  unit: '',
  help: '',
  options: [],
  min: null,
  max: null,
  section: '',
};
const newForm: FormDefinition = {
  formKey: '',
  version: 0,
  title: '',
  tier: 'T5h',
  state: 'active',
  fields: [newField],
  answered: 0,
  createdAt: 0,
};

/** Special files are data: their fields are defined here. */
export default function FormsPage() {
  const t = useText('patients');
  const read = useRead(listForms);
  const [editing, setEditing] = useState<FormDefinition | null>(null);
  const action = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing(newForm)}>
      {t('formPage.new')}
    </Button>
  );
  return (
    <PageFrame title={t('formPage.title')} meaning={t('formPage.meaning')} action={action}>
      {editing && (
        <FormEditor key={`${editing.formKey} ${editing.version}`} given={editing} onDone={() => setEditing(null)} />
      )}
      {read.error ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        read.data.items.map((form) => (
          <Section
            key={form.formKey}
            title={form.title}
            extra={
              <Space>
                <StateTag tone={form.state === 'active' ? 'allowed' : 'inactive'}>
                  {t(`formPage.${form.state}`)}
                </StateTag>
                <Button size="small" onClick={() => setEditing(form)}>
                  {t('about.edit')}
                </Button>
              </Space>
            }
          >
            <p className="rm-soft">
              {t('formPage.version', { version: form.version })} · {t('formPage.answered', { count: form.answered })} ·{' '}
              {form.tier === 'T2' || form.tier === 'T5h' ? t(`formPage.tiers.${form.tier}`) : form.tier}
            </p>
            <p>{form.fields.map((field) => field.label).join('、')}</p>
          </Section>
        ))
      ) : (
        <PageSkeleton rows={5} />
      )}
    </PageFrame>
  );
}

function FormEditor({ given, onDone }: { given: FormDefinition; onDone: () => void }) {
  const t = useText('patients');
  const { message } = App.useApp();
  const [form, setForm] = useState(given);
  const command = useCommand(defineForm, {
    onDone: () => {
      message.success(t('formPage.saved'));
      onDone();
    },
  });
  const setField = (index: number, change: Partial<Field>) =>
    setForm({ ...form, fields: form.fields.map((field, at) => (at === index ? { ...field, ...change } : field)) });
  const move = (index: number, by: number) => {
    const fields = [...form.fields];
    const [field] = fields.splice(index, 1);
    fields.splice(index + by, 0, field!);
    setForm({ ...form, fields });
  };
  const { formKey, version, title, tier, state, fields } = form;
  const isNew = given.version === 0;
  const save = () => void command.run({ params: { formKey }, body: { version, title, tier, state, fields } });
  return (
    <Section title={given.title || t('formPage.new')}>
      <ProblemNote problem={command.problem} />
      <Space wrap style={{ marginBlockEnd: 12 }}>
        {isNew && (
          <Input
            aria-label={t('formPage.formKey')}
            placeholder={t('formPage.formKey')}
            title={t('formPage.formKeyHelp')}
            value={formKey}
            maxLength={40}
            onChange={(event) => setForm({ ...form, formKey: event.target.value })}
          />
        )}
        <Input
          aria-label={t('formPage.name')}
          placeholder={t('formPage.name')}
          value={title}
          maxLength={60}
          onChange={(event) => setForm({ ...form, title: event.target.value })}
        />
        <Select
          aria-label={t('formPage.tier')}
          value={tier}
          style={{ minWidth: 200 }}
          options={(['T2', 'T5h'] as const).map((value) => ({ value, label: t(`formPage.tiers.${value}`) }))}
          onChange={(value) => setForm({ ...form, tier: value })}
        />
        <Select
          aria-label={t('formPage.state')}
          value={state}
          options={(['active', 'retired'] as const).map((value) => ({ value, label: t(`formPage.${value}`) }))}
          onChange={(value) => setForm({ ...form, state: value })}
        />
      </Space>
      <div className="rm-pat-fields">
        {fields.map((field, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field being typed has no identity but its place
          <div className="rm-pat-field" key={index}>
            <Input
              aria-label={t('formPage.label')}
              placeholder={t('formPage.label')}
              value={field.label}
              maxLength={60}
              onChange={(event) => setField(index, { label: event.target.value })}
            />
            <Input
              aria-label={t('formPage.key')}
              placeholder={t('formPage.key')}
              value={field.key}
              maxLength={40}
              onChange={(event) => setField(index, { key: event.target.value })}
            />
            <Select
              aria-label={t('formPage.type')}
              value={field.type}
              options={fieldTypes.map((value) => ({ value, label: t(`formPage.types.${value}`) }))}
              onChange={(type) => setField(index, { type })}
            />
            {field.type === 'choice' || field.type === 'choices' ? (
              <Select
                mode="tags"
                open={false}
                aria-label={t('formPage.options')}
                placeholder={t('formPage.options')}
                value={field.options}
                tokenSeparators={[',', '，', '、']}
                onChange={(options) => setField(index, { options })}
              />
            ) : (
              <Input
                aria-label={t('formPage.unit')}
                placeholder={t('formPage.unit')}
                value={field.unit}
                maxLength={20}
                onChange={(event) => setField(index, { unit: event.target.value })}
              />
            )}
            <Space size={2}>
              <Checkbox
                checked={field.isRequired}
                onChange={(event) => setField(index, { isRequired: event.target.checked })}
              >
                {t('formPage.required')}
              </Checkbox>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t('formPage.up')}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                aria-label={t('formPage.down')}
                disabled={index === fields.length - 1}
                onClick={() => move(index, 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('formPage.remove')}
                disabled={fields.length === 1}
                onClick={() => setForm({ ...form, fields: fields.filter((_, at) => at !== index) })}
              />
            </Space>
          </div>
        ))}
      </div>
      <Space style={{ marginBlockStart: 12 }}>
        <Button icon={<PlusOutlined />} onClick={() => setForm({ ...form, fields: [...fields, newField] })}>
          {t('formPage.addField')}
        </Button>
        <Button type="primary" loading={command.isRunning} onClick={save}>
          {t('formPage.save')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </Space>
    </Section>
  );
}
