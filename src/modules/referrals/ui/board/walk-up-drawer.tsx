import { App, Button, Drawer, Form, Input, Modal, Radio, Segmented } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { DensityRoot, ErrorState, PageSkeleton, ProblemNote, Section, usePhone, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { attachWalkUp, listWalkUps, registerWalkUp, type WalkUp, withdrawWalkUp } from '../../contract/board.ts';
import { useDesk, usePersonText } from '../desk-text.ts';
import { SourceDialog } from './source-dialog.tsx';

interface WalkUpValues {
  readonly episodeNo?: string;
  readonly patientName?: string;
  readonly sex?: 'male' | 'female';
  readonly phone?: string;
  readonly department?: string;
}

/** Registration of a patient who came by himself, and today's list of them. */
export function WalkUpDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useDesk();
  const phone = usePhone();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={phone ? '100%' : 520}
      title={t('walkUp.title')}
      className="rm-drawer"
      destroyOnHidden
    >
      <DensityRoot density="large">
        <Section>
          <WalkUpForm />
        </Section>
        <Section title={t('walkUp.list')}>
          <WalkUpList />
        </Section>
      </DensityRoot>
    </Drawer>
  );
}

function WalkUpForm() {
  const t = useDesk();
  const { message } = App.useApp();
  const [form] = Form.useForm<WalkUpValues>();
  const [way, setWay] = useState<'number' | 'name'>('number');
  const register = useCommand(registerWalkUp, {
    invalidates: [listWalkUps],
    onDone: (walkUp) => {
      message.success(t('walkUp.done', { name: walkUp.patientName ?? walkUp.episodeNo ?? '' }));
      form.resetFields();
    },
  });
  const send = (values: WalkUpValues) => {
    const named = {
      patientName: values.patientName?.trim() || null,
      sex: values.sex ?? null,
      phone: values.phone?.trim() || null,
      department: values.department?.trim() || null,
    };
    void register.run({ body: way === 'number' ? { episodeNo: values.episodeNo?.trim() ?? '' } : named });
  };
  return (
    <>
      <p className="rm-note rm-note-waiting">{t('walkUp.warning')}</p>
      <ProblemNote problem={register.problem} />
      <Segmented<'number' | 'name'>
        block
        className="rd-way"
        value={way}
        options={[
          { value: 'number', label: t('walkUp.withNo') },
          { value: 'name', label: t('walkUp.withoutNo') },
        ]}
        onChange={(next) => {
          setWay(next);
          register.reset();
        }}
      />
      <Form<WalkUpValues> form={form} name="walk-up" layout="vertical" onFinish={send} requiredMark={false}>
        {way === 'number' ? (
          <Form.Item
            name="episodeNo"
            label={t('walkUp.episodeNo')}
            extra={t('walkUp.episodeNoHint')}
            rules={[{ required: true, whitespace: true, message: t('walkUp.needEpisode') }]}
          >
            <Input maxLength={64} autoComplete="off" autoFocus />
          </Form.Item>
        ) : (
          <NameFields />
        )}
        <Button type="primary" htmlType="submit" block loading={register.isRunning}>
          {t('walkUp.submit')}
        </Button>
      </Form>
    </>
  );
}

function NameFields() {
  const t = useDesk();
  return (
    <>
      <Form.Item
        name="patientName"
        label={t('walkUp.name')}
        rules={[{ required: true, whitespace: true, message: t('walkUp.needName') }]}
      >
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item name="sex" label={t('walkUp.sex')} rules={[{ required: true, message: t('walkUp.needSex') }]}>
        <Radio.Group
          block
          optionType="button"
          options={[
            { value: 'male', label: t('common.male') },
            { value: 'female', label: t('common.female') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t('walkUp.phone')}
        extra={t('walkUp.phoneHint')}
        rules={[{ pattern: /^\d{5,15}$/, message: t('walkUp.needDigits') }]}
      >
        <Input inputMode="numeric" maxLength={15} autoComplete="off" />
      </Form.Item>
      <Form.Item name="department" label={t('walkUp.department')} extra={t('walkUp.departmentHint')}>
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
    </>
  );
}

function WalkUpList() {
  const t = useDesk();
  const list = useRead(listWalkUps);
  const [attachTo, setAttachTo] = useState<WalkUp | null>(null);
  const [sourceOf, setSourceOf] = useState<string | null>(null);
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <PageSkeleton rows={3} />;
  if (list.data.items.length === 0) return <p className="rm-faint">{t('walkUp.listEmpty')}</p>;
  return (
    <>
      <ul className="rd-walkups">
        {list.data.items.map((walkUp) => (
          <WalkUpRow
            key={walkUp.walkUpId}
            walkUp={walkUp}
            onAttach={() => setAttachTo(walkUp)}
            onSource={() => setSourceOf(walkUp.episodeNo)}
          />
        ))}
      </ul>
      <AttachDialog walkUp={attachTo} onClose={() => setAttachTo(null)} />
      <SourceDialog
        open={sourceOf !== null}
        onClose={() => setSourceOf(null)}
        {...(sourceOf ? { episodeNo: sourceOf } : {})}
      />
    </>
  );
}

function WalkUpRow(props: { walkUp: WalkUp; onAttach: () => void; onSource: () => void }) {
  const { walkUp, onAttach, onSource } = props;
  const t = useDesk();
  const { message } = App.useApp();
  const personText = usePersonText();
  const mayAsk = useMay('episodes.source');
  const withdraw = useCommand(withdrawWalkUp, {
    invalidates: [listWalkUps],
    onDone: () => message.info(t('walkUp.withdrawn')),
    onRefused: (problem) => message.error(`${problem.title} ${problem.detail}`.trim()),
  });
  const person = personText({ sex: walkUp.sex, age: null, phoneTail: walkUp.phoneTail });
  return (
    <li className={walkUp.isWithdrawn ? 'rd-walkup rm-struck' : 'rd-walkup'}>
      <div>
        <strong>{walkUp.patientName ?? t('common.unnamed')}</strong>{' '}
        <span className="rm-soft">{[person, walkUp.department, walkUp.episodeNo].filter(Boolean).join(' · ')}</span>
        <p className="rm-faint">
          {t('walkUp.registeredBy', { name: walkUp.registeredByName })} <When at={walkUp.registeredAt} />
        </p>
      </div>
      {!walkUp.isWithdrawn && (
        <div className="rd-walkup-actions">
          {walkUp.episodeNo === null && <Button onClick={onAttach}>{t('walkUp.attach')}</Button>}
          {walkUp.episodeNo !== null && mayAsk && <Button onClick={onSource}>{t('board.sourceRecord')}</Button>}
          {walkUp.undoUntil !== null && walkUp.undoUntil > Date.now() && (
            <Button
              type="text"
              loading={withdraw.isRunning}
              onClick={() => void withdraw.run({ params: { walkUpId: walkUp.walkUpId } })}
            >
              {t('walkUp.withdraw')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function AttachDialog({ walkUp, onClose }: { walkUp: WalkUp | null; onClose: () => void }) {
  const t = useDesk();
  const { message } = App.useApp();
  const [episodeNo, setEpisodeNo] = useState('');
  const attach = useCommand(attachWalkUp, {
    invalidates: [listWalkUps],
    onDone: () => {
      message.success(t('walkUp.attached'));
      setEpisodeNo('');
      onClose();
    },
  });
  const send = () => {
    if (walkUp && episodeNo.trim())
      void attach.run({ params: { walkUpId: walkUp.walkUpId }, body: { episodeNo: episodeNo.trim() } });
  };
  return (
    <Modal
      open={walkUp !== null}
      title={t('walkUp.attach')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: attach.isRunning, disabled: episodeNo.trim() === '' }}
      onOk={send}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <ProblemNote problem={attach.problem} />
      <Input
        autoFocus
        value={episodeNo}
        maxLength={64}
        aria-label={t('walkUp.episodeNo')}
        placeholder={t('walkUp.episodeNoHint')}
        onChange={(event) => setEpisodeNo(event.target.value)}
        onPressEnter={send}
      />
    </Modal>
  );
}
