import { CheckCircleFilled } from '@ant-design/icons';
import { useText } from '#web/i18n.ts';
import { traceSteps } from './trace-steps.ts';

/** How an amount came about, step by step, in words a finance clerk can check with a calculator. */
export function TraceView({ trace }: { trace: readonly string[] }) {
  const t = useText('incentives');
  const steps = traceSteps(trace);
  const tried = steps.filter((step) => step.kind === 'tried');
  return (
    <ol className="inc-trace">
      {tried.length > 0 && (
        <li>
          <details className="inc-example" {...(tried.length <= 4 ? { open: true } : {})}>
            <summary>{t('trace.tried', { count: tried.length })}</summary>
            <ul>
              {tried.map((step) => (
                <li key={step.text} className="rm-soft">
                  {step.text}
                </li>
              ))}
            </ul>
          </details>
        </li>
      )}
      {steps.map((step) => {
        if (step.kind === 'tried') return null;
        if (step.kind === 'base')
          return (
            <li key={step.title}>
              <table className="inc-table inc-base">
                <caption>{step.title}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('trace.category')}</th>
                    <th scope="col" className="rm-right">
                      {t('trace.sum')}
                    </th>
                    <th scope="col" className="rm-right">
                      {t('trace.weight')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {step.terms.map((term) => (
                    <tr key={term.name}>
                      <td>{term.name}</td>
                      <td className="rm-right rm-tabular">{term.amount}</td>
                      <td className="rm-right rm-tabular">{term.weight}</td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">{t('trace.base')}</th>
                    <td className="rm-right rm-tabular" colSpan={2}>
                      {step.sum}
                    </td>
                  </tr>
                </tfoot>
              </table>
            </li>
          );
        return (
          <li key={step.text} className={`inc-trace-${step.kind}`}>
            {step.kind === 'applied' && <CheckCircleFilled aria-hidden className="rm-tone-allowed" />} {step.text}
          </li>
        );
      })}
    </ol>
  );
}
