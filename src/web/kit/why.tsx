import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Drawer, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { StateTag, type Tone } from './small.tsx';
import { usePhone } from './use-phone.ts';

/** One step of a decision, in words: `基数 ¥20,000.00 × 5 % = ¥1,000.00`. */
export interface WhyStep {
  readonly text: ReactNode;
  /** The amount or value after this step, at the right. */
  readonly value?: ReactNode;
  readonly tone?: Tone;
}

export interface Citation {
  /** 《医疗广告管理办法》第七条 */
  readonly source: string;
  readonly text?: string;
  readonly url?: string;
}

export interface WhyProps {
  /** What is explained: 为什么是 ¥1,000.00 */
  readonly title: string;
  readonly steps?: readonly WhyStep[];
  readonly citations?: readonly Citation[];
  /** The decision in one line. */
  readonly verdict?: { readonly tone: Tone; readonly text: string };
  readonly children?: ReactNode;
  /** What opens the explanation; default: a small question mark. */
  readonly trigger?: ReactNode;
  /** Long traces open in a drawer instead of a bubble. */
  readonly large?: boolean;
}

/** The *why* of an amount or a "no", in the same place: steps of the trace and the sources of the rule. */
export function Why(props: WhyProps) {
  const t = useText('kit');
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const inDrawer = props.large === true || phone;
  const button = (
    <Button
      type="text"
      size="small"
      className="rm-why-button"
      {...(props.trigger ? {} : { icon: <QuestionCircleOutlined />, 'aria-label': t('why.label') })}
      aria-expanded={open}
      onClick={(event) => {
        event.stopPropagation();
        if (inDrawer) setOpen(true);
      }}
    >
      {props.trigger}
    </Button>
  );
  if (!inDrawer) {
    return (
      <Popover
        trigger="click"
        placement="leftTop"
        open={open}
        onOpenChange={setOpen}
        title={props.title}
        content={<WhyBody {...props} />}
      >
        {button}
      </Popover>
    );
  }
  return (
    <>
      {button}
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={props.title}
        size={phone ? '100%' : 520}
        destroyOnHidden
      >
        <WhyBody {...props} />
      </Drawer>
    </>
  );
}

/** The explanation itself, for pages that show it in place. */
export function WhyBody({ verdict, steps = [], citations = [], children }: Omit<WhyProps, 'title'>) {
  const t = useText('kit');
  return (
    <div className="rm-why">
      {verdict && (
        <p>
          <StateTag tone={verdict.tone}>{verdict.text}</StateTag>
        </p>
      )}
      {steps.length > 0 && (
        <ol className="rm-why-steps">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps of a finished decision do not move
            <li key={index} className={step.tone ? `rm-tone-${step.tone}` : ''}>
              <span>{step.text}</span>
              {step.value !== undefined && <span className="rm-tabular">{step.value}</span>}
            </li>
          ))}
        </ol>
      )}
      {children}
      {citations.length > 0 && (
        <div className="rm-citations">
          <h4>{t('why.sources')}</h4>
          {citations.map((citation) => (
            <blockquote key={citation.source}>
              <cite>
                {citation.url ? (
                  <a href={citation.url} target="_blank" rel="noreferrer">
                    {citation.source}
                  </a>
                ) : (
                  citation.source
                )}
              </cite>
              {citation.text && <p>{citation.text}</p>}
            </blockquote>
          ))}
        </div>
      )}
    </div>
  );
}
