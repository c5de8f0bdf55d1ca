import { App, Button, QRCode } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { CopyButton, ProblemNote, palettes, Section, useConfirmDanger } from '#web/kit/index.ts';
import { useMay, useSession } from '#web/shell/index.ts';
import { type IntroducerDetail, makeIntroducerLink, removeIntroducerLink } from '../../contract/index.ts';

/** The personal link: a QR code to print or send, renewed or taken back at any time. */
export function LinkSection({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const { hospital } = useSession();
  const mayWrite = useMay('introducers.write');
  const confirm = useConfirmDanger();
  const { introducerId, version, linkPath } = introducer;
  const make = useCommand(makeIntroducerLink, { onDone: () => message.success(t('link.made')) });
  const remove = useCommand(removeIntroducerLink, { onDone: () => message.success(t('link.removed')) });
  const create = () => make.run({ params: { introducerId }, body: { version } });
  const address = linkPath === null ? null : new URL(linkPath, location.origin).href;
  return (
    <Section title={t('link.title')}>
      <ProblemNote problem={make.problem ?? remove.problem} />
      {address === null ? (
        <>
          <p className="rm-soft">{t('link.none')}</p>
          {mayWrite && (
            <Button className="rm-ref-gap" onClick={() => void create()} loading={make.isRunning}>
              {t('link.make')}
            </Button>
          )}
        </>
      ) : (
        <div className="rm-ref-link">
          {/* Always dark on white: scanners of older phones fail on the dark theme's colours. */}
          <QRCode
            aria-label={t('link.code', { name: introducer.name })}
            value={address}
            size={148}
            color={palettes.light.text}
            bgColor={palettes.light.surface}
            bordered={false}
          />
          <div>
            <p className="rm-soft">{t('link.text', { name: introducer.name, hospital: hospital.name })}</p>
            <p className="rm-ref-address">{address}</p>
            <div className="rm-ref-buttons">
              <CopyButton text={address} label={t('link.copy')} />
              {mayWrite && (
                <>
                  <Button
                    size="small"
                    onClick={() =>
                      confirm({
                        title: t('link.renewTitle'),
                        text: t('link.renewText'),
                        ok: t('link.renew'),
                        onConfirm: create,
                      })
                    }
                  >
                    {t('link.renew')}
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    danger
                    onClick={() =>
                      confirm({
                        title: t('link.removeTitle'),
                        text: t('link.removeText'),
                        ok: t('link.remove'),
                        onConfirm: () => remove.run({ params: { introducerId } }),
                      })
                    }
                  >
                    {t('link.remove')}
                  </Button>
                </>
              )}
            </div>
          </div>
        </div>
      )}
    </Section>
  );
}
