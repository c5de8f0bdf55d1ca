import { CheckOutlined, EllipsisOutlined } from '@ant-design/icons';
import { useText } from '#web/i18n.ts';
import { When } from '#web/kit/index.ts';
import type { SettlementDetail } from '../../contract/index.ts';
import { chainOf } from './chain.ts';

/** The chain of signatures: who signed when and with what words, and who is next. */
export function Stepper({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  return (
    <ol className="inc-chain" aria-label={t('chain.title')}>
      {chainOf(settlement).map(({ station, status, signatures, missing }) => (
        <li
          key={station}
          className={`inc-chain-${status}`}
          {...(status === 'now' ? { 'aria-current': 'step' as const } : {})}
        >
          <span className="inc-chain-dot" aria-hidden="true">
            {status === 'done' ? <CheckOutlined /> : status === 'now' ? <EllipsisOutlined /> : null}
          </span>
          <div>
            <strong>{t(`chain.${station}`)}</strong>
            <span className="rm-hidden">{t(`chain.status.${status}`)}</span>
            {(station === 'verify' && signatures.length > 3 ? signatures.slice(-2) : signatures).map((signature) => (
              <p key={signature.signatureId} className="inc-chain-who">
                {signature.accountName}
                {signature.department && ` · ${signature.department}`} <When at={signature.signedAt} />
                {signature.comment && <q>{signature.comment}</q>}
              </p>
            ))}
            {station === 'verify' && signatures.length > 3 && (
              <p className="inc-chain-who">{t('chain.more', { count: signatures.length - 2 })}</p>
            )}
            {missing.map((one) => (
              <p key={one.key} className="inc-chain-waits">
                {t(one.key, one.values)}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
