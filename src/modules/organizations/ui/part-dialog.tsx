import { DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactNode, useEffect } from 'react';
import type { ApiProblem } from '#web/api/index.ts';
import { ProblemNote } from '#web/kit/index.ts';
import { useWords } from './words.tsx';

export interface PartField {
  readonly name: string;
  readonly label: string;
  /** `percent` is stored in basis points, `money` in fen. */
  readonly kind: 'text' | 'area' | 'choice' | 'day' | 'number' | 'percent' | 'money';
  readonly isNeeded?: boolean;
  readonly help?: ReactNode;
  readonly charactersMax?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

type Stored = Readonly<Record<string, unknown>>;

const factors = { number: 1, percent: 100, money: 100 } as const;

function shownValue(field: PartField, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (field.kind === 'day') return dayjs(value as string);
  if (field.kind === 'percent' || field.kind === 'money') return (value as number) / factors[field.kind];
  return value;
}

/** What the form says, as the contracts want it: emptied fields are null. */
function storedValue(field: PartField, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (field.kind === 'day') return (value as Dayjs).format('YYYY-MM-DD');
  if (field.kind === 'percent' || field.kind === 'money') return Math.round((value as number) * factors[field.kind]);
  return value;
}

/** The small form behind every part of a unit: contact, contract, package, visit, team, screening. */
export function PartDialog(props: {
  readonly title: string;
  readonly fields: readonly PartField[];
  readonly initial: Stored;
  readonly problem: ApiProblem | null;
  readonly isRunning: boolean;
  /** Resolves to undefined when refused: the form stays. */
  readonly onSubmit: (values: Record<string, never>) => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const { title, fields, initial, problem, isRunning, onSubmit, onClose } = props;
  const t = useWords();
  const [form] = Form.useForm<Record<string, unknown>>();
  useEffect(() => {
    if (!problem) return;
    form.setFields(problem.errors.map((error) => ({ name: String(error.path), errors: [error.message] })));
  }, [problem, form]);
  const submit = async (values: Record<string, unknown>) => {
    const stored = Object.fromEntries(fields.map((field) => [field.name, storedValue(field, values[field.name])]));
    if ((await onSubmit(stored as Record<string, never>)) !== undefined) onClose();
  };
  return (
    <Modal
      open
      title={title}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={isRunning}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark
        initialValues={Object.fromEntries(fields.map((field) => [field.name, shownValue(field, initial[field.name])]))}
        onFinish={(values) => void submit(values)}
      >
        <ProblemNote problem={problem} />
        {fields.map((field) => (
          <Form.Item
            key={field.name}
            name={field.name}
            label={field.label}
            extra={field.help}
            rules={
              field.isNeeded
                ? [
                    {
                      required: true,
                      message: t(
                        field.kind === 'choice' ? 'needChoice' : field.kind === 'day' ? 'needDay' : 'needText',
                      ),
                    },
                  ]
                : []
            }
          >
            <FieldInput field={field} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

function FieldInput({ field, ...given }: { field: PartField }) {
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          {...given}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={!field.isNeeded}
          options={[...(field.options ?? [])]}
        />
      );
    case 'day':
      return <DatePicker {...given} style={{ width: '100%' }} />;
    case 'area':
      return <Input.TextArea {...given} maxLength={field.charactersMax ?? 500} autoSize={{ minRows: 2 }} />;
    case 'number':
      return <InputNumber {...given} min={0} precision={0} style={{ width: '100%' }} />;
    case 'percent':
      return <InputNumber {...given} min={0} max={100} precision={2} suffix="%" style={{ width: '100%' }} />;
    case 'money':
      return <InputNumber {...given} min={0} precision={2} prefix="¥" style={{ width: '100%' }} />;
    default:
      return <Input {...given} maxLength={field.charactersMax ?? 100} />;
  }
}
