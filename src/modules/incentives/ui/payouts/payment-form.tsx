import { App, Form, Input, Radio } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { FormPage, Money, Section } from '#web/kit/index.ts';
import { type PayoutRow, payoutWays, recordPayment } from '../../contract/index.ts';

interface Values {
  readonly way: PayoutRow['way'];
  readonly collectorName?: string;
  readonly collectorIdNumber?: string;
  readonly authorityDocument?: string;
  readonly receiptNo?: string;
}

/** Records that money was handed over: how, to whom, against which receipt. */
export function PaymentForm({ payout, onClose }: { payout: PayoutRow; onClose: () => void }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const way = Form.useWatch('way', form);
  const canTransfer = payout.transferBlocked === null;
  const record = useCommand(recordPayment, {
    onDone: () => {
      message.success(t('payment.done'));
      onClose();
    },
  });
  const toBody = (values: Values) => ({
    way: values.way ?? ('in_person' as const),
    collectorName: values.collectorName?.trim() || null,
    collectorIdNumber: values.collectorIdNumber?.trim() || null,
    authorityDocument: values.authorityDocument?.trim() || null,
    receiptNo: values.receiptNo?.trim() || null,
    version: payout.version,
  });
  const byHand = way !== undefined && way !== 'transfer';
  const needed = [{ required: true, message: t('clone.needed') }];
  return (
    <Section title={t('payment.title')}>
      <p className="inc-gap">
        {t('payment.text')} <Money fen={payout.amountFen} strong />
      </p>
      <FormPage<Values>
        form={form}
        submit={t('payment.submit')}
        schema={recordPayment.body}
        toBody={toBody}
        initialValues={{
          way: canTransfer ? 'transfer' : 'in_person',
          ...(payout.payeeName && !payout.isPayeeMasked ? { collectorName: payout.payeeName } : {}),
        }}
        problem={record.problem}
        isSubmitting={record.isRunning}
        onSubmit={(values) => record.run({ params: { payoutId: payout.payoutId }, body: toBody(values) })}
        onCancel={onClose}
      >
        <Form.Item
          name="way"
          label={t('payouts.way')}
          extra={!canTransfer && payout.transferBlocked ? t(`blocked.${payout.transferBlocked}`) : undefined}
          rules={needed}
        >
          <Radio.Group
            className="inc-radios"
            options={payoutWays.map((value) => ({
              value,
              label: t(`way.${value}`),
              disabled: value === 'transfer' && !canTransfer,
            }))}
          />
        </Form.Item>
        {byHand && (
          <>
            <Form.Item name="collectorName" label={t('payout.collector')} rules={needed}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item
              name="collectorIdNumber"
              label={t('payout.collectorId')}
              extra={t('payment.idHelp')}
              rules={needed}
            >
              <Input maxLength={30} autoComplete="off" />
            </Form.Item>
            {way === 'by_agent' && (
              <Form.Item
                name="authorityDocument"
                label={t('payout.authority')}
                extra={t('payment.authorityHelp')}
                rules={needed}
              >
                <Input maxLength={200} />
              </Form.Item>
            )}
            <Form.Item name="receiptNo" label={t('payouts.receipt')} extra={t('payment.receiptHelp')} rules={needed}>
              <Input maxLength={60} />
            </Form.Item>
          </>
        )}
      </FormPage>
    </Section>
  );
}
