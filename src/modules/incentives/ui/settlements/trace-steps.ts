/** One step of a trace as the page shows it. */
export type TraceStep =
  | { readonly kind: 'tried'; readonly text: string }
  | { readonly kind: 'applied'; readonly text: string }
  | {
      readonly kind: 'base';
      readonly title: string;
      readonly terms: readonly { readonly name: string; readonly amount: string; readonly weight: string }[];
      readonly sum: string;
    }
  | { readonly kind: 'amount'; readonly text: string }
  | { readonly kind: 'result'; readonly text: string };

const triedWords = [/ 不适用：/, / does not apply: /, / 未用：/, / not used: /];
const appliedWords = [/^适用 /, / applies(:|$)/];
const resultWords = [/^金额 /, /^amount /];

/**
 * Sorts the words of a trace (`traceWords` of the rule engine) into steps, and turns the base's sum into a table. What it
 * does not recognise stays a plain sentence: nothing of the explanation is ever dropped.
 */
export function traceSteps(lines: readonly string[]): TraceStep[] {
  return lines.map((text) => {
    if (triedWords.some((pattern) => pattern.test(text))) return { kind: 'tried', text };
    if (appliedWords.some((pattern) => pattern.test(text))) return { kind: 'applied', text };
    if (resultWords.some((pattern) => pattern.test(text))) return { kind: 'result', text };
    return baseStep(text) ?? { kind: 'amount', text };
  });
}

const yuan = '-?¥[\\d,]+\\.\\d+';
const wholeBase = new RegExp(`^(.+?) = (.+) = (${yuan})$`);
const oneTerm = new RegExp(`^(.+) (${yuan}) × ([\\d.]+ %)$`);

function baseStep(text: string): TraceStep | null {
  const match = wholeBase.exec(text);
  if (!match) return null;
  const terms = match[2]!.split(' + ').map((term) => oneTerm.exec(term));
  if (terms.some((term) => term === null)) return null;
  return {
    kind: 'base',
    title: match[1]!,
    terms: terms.map((term) => ({ name: term![1]!, amount: term![2]!, weight: term![3]! })),
    sum: match[3]!,
  };
}
