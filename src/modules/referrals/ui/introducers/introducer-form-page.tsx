import { LeftOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
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
  changeIntroducer,
  confirmIntroducer,
  createIntroducer,
  type IntroducerDetail,
  readIntroducer,
} from '../../contract/index.ts';
import { fieldsOf, IntroducerFieldset, type IntroducerValues, valuesOf } from './introducer-form.tsx';

/** A new introducer, or changes of one; saving a pending one confirms him. */
export default function IntroducerFormPage() {
  const { introducerId } = usePageParams<'introducerId'>();
  return introducerId ? <Edit introducerId={introducerId} /> : <Create />;
}

function Back({ to }: { to: string }) {
  const t = useText('referrals');
  return (
    <PageLink to={to}>
      <LeftOutlined /> {t('introducers.back')}
    </PageLink>
  );
}

function Create() {
  const t = useText('referrals');
  const go = useGo();
  const { message } = App.useApp();
  const create = useCommand(createIntroducer, {
    onDone: (answer) => {
      message.success(t('introducers.saved'));
      go(`/introducers/${answer.introducerId}`);
    },
  });
  return (
    <PageFrame
      title={t('introducers.new')}
      meaning={t('introducers.newMeaning')}
      width="text"
      back={<Back to="/introducers" />}
    >
      <Section>
        <FormPage<IntroducerValues>
          submit={t('introducers.create')}
          schema={createIntroducer.body!}
          toBody={(values) => fieldsOf(values)}
          problem={create.problem}
          isSubmitting={create.isRunning}
          onSubmit={(values) => create.run({ body: fieldsOf(values) })}
          onCancel={() => go('/introducers')}
        >
          <IntroducerFieldset />
        </FormPage>
      </Section>
    </PageFrame>
  );
}

function Edit({ introducerId }: { introducerId: string }) {
  const t = useText('referrals');
  const one = useRead(readIntroducer, { params: { introducerId } });
  if (one.isPending) return <PageSkeleton />;
  if (one.error) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  const introducer = one.data;
  return (
    <PageFrame
      title={t('introducers.editTitle', { name: introducer.name })}
      width="text"
      back={<Back to={`/introducers/${introducerId}`} />}
    >
      <Section>
        <EditForm before={introducer} />
      </Section>
    </PageFrame>
  );
}

function EditForm({ before }: { before: IntroducerDetail }) {
  const t = useText('referrals');
  const go = useGo();
  const { message } = App.useApp();
  const { introducerId, version } = before;
  const back = () => go(`/introducers/${introducerId}`);
  const isPending = before.status === 'pending';
  const change = useCommand(changeIntroducer, {
    onDone: () => {
      message.success(t('introducers.saved'));
      back();
    },
  });
  const confirm = useCommand(confirmIntroducer, {
    onDone: (answer) => {
      message.success(t('pending.confirmed', { count: answer.referralsReleased }));
      back();
    },
  });
  const bodyOf = (values: IntroducerValues) => ({ ...fieldsOf(values, before), version });
  return (
    <FormPage<IntroducerValues>
      initialValues={valuesOf(before)}
      submit={t(isPending ? 'introducers.saveAndConfirm' : 'introducers.save')}
      schema={isPending ? confirmIntroducer.body! : changeIntroducer.body!}
      toBody={bodyOf}
      problem={change.problem ?? confirm.problem}
      isSubmitting={change.isRunning || confirm.isRunning}
      onSubmit={(values): Promise<unknown> =>
        isPending
          ? confirm.run({ params: { introducerId }, body: bodyOf(values) })
          : change.run({ params: { introducerId }, body: bodyOf(values) })
      }
      onCancel={back}
    >
      <IntroducerFieldset before={before} />
    </FormPage>
  );
}
