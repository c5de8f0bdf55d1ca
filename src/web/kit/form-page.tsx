import { useBlocker } from '@tanstack/react-router';
import { App, Button, Form, type FormInstance } from 'antd';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { ApiProblem } from '#web/api/problem.ts';
import { useText } from '#web/i18n.ts';
import { readPreference, writePreference } from './preferences.ts';
import { ProblemNote } from './states.tsx';
import { DensityRoot } from './theme-root.tsx';
import { usePhone } from './use-phone.ts';

export interface FormPageProps<Values> {
  readonly form?: FormInstance<Values>;
  readonly initialValues?: Partial<Values>;
  /** The contract's body schema: checked before sending, its findings appear at the fields. */
  readonly schema?: z.ZodType;
  /** Turns the fields into the body the schema checks; default: the values as they are. */
  readonly toBody?: (values: Values) => unknown;
  /** Sends the values, usually `(values) => command.run(…)`; undefined means refused. Go on to another page in the command's `onDone`. */
  readonly onSubmit: (values: Values) => Promise<unknown> | undefined;
  readonly submit: string;
  readonly onCancel?: () => void;
  /** Refusal of the command: shown in the summary, its field errors at the fields. */
  readonly problem?: ApiProblem | null;
  readonly isSubmitting?: boolean;
  /** Key under which the draft is kept in this browser until sent. No personal data may be in such forms on shared machines: leave out then. */
  readonly draft?: string;
  readonly children: ReactNode;
}

type Path = (string | number)[];

/** One column, labels above, help under the field, errors at the field and in a summary, drafts kept, a warning before leaving. */
export function FormPage<Values extends object>(props: FormPageProps<Values>) {
  const t = useText('kit');
  const { message } = App.useApp();
  const phone = usePhone();
  const [ownForm] = Form.useForm<Values>();
  const form = props.form ?? ownForm;
  const [isDirty, setDirty] = useState(false);
  const [found, setFound] = useState<readonly { path: Path; message: string }[]>([]);
  const draftKey = props.draft ? `draft.${props.draft}` : null;
  const sending = useRef(false);
  useLeaveWarning(isDirty, sending);
  useDraft(form, draftKey, () => setDirty(true));

  const { problem } = props;
  useEffect(() => {
    if (!problem || problem.errors.length === 0) return;
    const errors = problem.errors.map((error) => ({ path: pathOf(error.path), message: error.message }));
    setFound(errors);
    form.setFields(errors.map((error) => ({ name: error.path as never, errors: [error.message] })));
  }, [problem, form]);

  const submit = async (values: Values) => {
    const body = props.toBody ? props.toBody(values) : values;
    const checked = props.schema?.safeParse(body);
    if (checked && !checked.success) {
      const errors = checked.error.issues.map((issue) => ({
        path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
        message: t(issueKey(issue), issue as unknown as Record<string, unknown>),
      }));
      setFound(errors);
      form.setFields(errors.map((error) => ({ name: error.path as never, errors: [error.message] })));
      return;
    }
    setFound([]);
    // What is being sent is no longer lost by leaving: a page that goes on in `onDone` must not be asked.
    sending.current = true;
    try {
      const answer = await props.onSubmit(values);
      if (answer === undefined) return;
      setDirty(false);
      if (draftKey) writePreference(draftKey, '');
    } finally {
      sending.current = false;
    }
  };

  const content = (
    <Form<Values>
      form={form}
      layout="vertical"
      className="rm-form"
      {...(props.initialValues ? { initialValues: props.initialValues } : {})}
      onValuesChange={(_, values) => {
        setDirty(true);
        if (draftKey) writePreference(draftKey, JSON.stringify(values));
      }}
      onFinish={(values) => void submit(values)}
      onFinishFailed={({ errorFields }) =>
        setFound(errorFields.map((field) => ({ path: field.name as Path, message: field.errors[0] ?? '' })))
      }
    >
      {found.length > 0 && (
        <div role="alert" className="rm-note rm-note-prohibited">
          <strong>{t('form.mend', { count: found.length })}</strong>
          <ul>
            {found.map((error) => (
              <li key={`${error.path.join('.')} ${error.message}`}>
                <button
                  type="button"
                  className="rm-link"
                  onClick={() => form.scrollToField(error.path as never, { focus: true })}
                >
                  {fieldLabel(error.path) ?? error.path.join('.')}
                </button>
                {` ${error.message}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
      {props.children}
      <div className="rm-form-foot">
        <Button type="primary" htmlType="submit" loading={props.isSubmitting === true}>
          {props.submit}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{t('cancel')}</Button>}
        {draftKey && isDirty && (
          <Button
            type="text"
            onClick={() => {
              form.resetFields();
              writePreference(draftKey, '');
              setDirty(false);
              message.info(t('form.draftDropped'));
            }}
          >
            {t('form.dropDraft')}
          </Button>
        )}
      </div>
    </Form>
  );
  return phone ? <DensityRoot density="large">{content}</DensityRoot> : content;
}

/** `lines[2].amountFen`, `lines.2.amountFen` → ['lines', 2, 'amountFen']. */
export function pathOf(text: string): Path {
  return text
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function issueKey(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' ? (issue.minimum === 1 ? 'form.needed' : 'form.tooShort') : 'form.tooSmall';
    case 'too_big':
      return issue.origin === 'string' ? 'form.tooLong' : 'form.tooBig';
    case 'invalid_type':
      return 'form.needed';
    default:
      return 'form.wrongForm';
  }
}

/** The words of the label that stands above the field. */
function fieldLabel(path: Path): string | null {
  const field = document.getElementById(path.join('_'));
  return field?.closest('.ant-form-item')?.querySelector('label')?.textContent ?? null;
}

function useLeaveWarning(isDirty: boolean, sending: RefObject<boolean>): void {
  const t = useText('kit');
  const { modal } = App.useApp();
  useBlocker({
    shouldBlockFn: () => {
      if (sending.current) return false;
      return new Promise<boolean>((resolve) => {
        modal.confirm({
          title: t('form.leaveTitle'),
          content: t('form.leaveText'),
          okText: t('form.leave'),
          cancelText: t('form.stay'),
          onOk: () => resolve(false),
          onCancel: () => resolve(true),
        });
      });
    },
    enableBeforeUnload: () => isDirty,
    disabled: !isDirty,
  });
}

/** Brings back what was typed before the browser closed. */
function useDraft<Values>(form: FormInstance<Values>, key: string | null, onFound: () => void): void {
  const t = useText('kit');
  const { message } = App.useApp();
  const done = useRef(false);
  useEffect(() => {
    if (!key || done.current) return;
    done.current = true;
    const text = readPreference(key);
    if (!text) return;
    try {
      form.setFieldsValue(JSON.parse(text));
      onFound();
      message.info(t('form.draftFound'));
    } catch {
      writePreference(key, '');
    }
  }, [key, form, onFound, message, t]);
}
