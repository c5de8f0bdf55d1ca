/**
 * Plan A over a million episodes, single-threaded: ours with a trace for every line, the peers and a hand-written
 * function on the same rules and episodes. `node test/bench/rule-engine.ts [episodes] [distinct]`.
 */
import { recomputeFromTrace } from '#kernel/rule-engine/index.ts';
import { compileIncentivePlan, type EpisodeFacts, readBundledPlan } from '#modules/incentives/index.ts';
import { inventEpisodes } from './rule-engine/episodes.ts';
import { handwrittenPlanA } from './rule-engine/handwritten.ts';
import { flatten, jsonLogicPeer, jsonRulesPeer, type Peer, zenPeer } from './rule-engine/peers.ts';

const total = Number(process.argv[2] ?? 1_000_000);
const distinct = Math.min(total, Number(process.argv[3] ?? 100_000));
const division = '430121';
const plan = compileIncentivePlan(readBundledPlan('plan-a'), division);
const episodes = inventEpisodes(distinct, 20261001);

interface Outcome {
  readonly name: string;
  readonly perSecond: number;
  /** Sum of amounts of each of the first episodes, for comparing. */
  readonly amounts: readonly string[];
}

const comparedMax = 5_000;

function ours(): Outcome & { lines: number } {
  const amounts = episodes
    .slice(0, comparedMax)
    .map((episode) => sortedText(plan.decide(episode).map((line) => line.amountFen)));
  let sum = 0;
  let lines = 0;
  const started = performance.now();
  for (let done = 0; done < total; done += distinct)
    for (const episode of episodes)
      for (const line of plan.decide(episode)) {
        sum += line.amountFen + line.trace.facts.length;
        lines += 1;
      }
  const seconds = (performance.now() - started) / 1000;
  if (sum < 0) throw new Error('impossible');
  for (const episode of episodes)
    for (const line of plan.decide(episode))
      if (recomputeFromTrace(line.trace) !== line.amountFen)
        throw new Error(`trace of ${line.rule.id} gives another amount`);
  return { name: 'ours, with trace', perSecond: total / seconds, amounts, lines };
}

function limit(): Outcome {
  const amountsOf = (episode: EpisodeFacts) => {
    const found: number[] = [];
    handwrittenPlanA(episode, division, (amountFen) => found.push(amountFen));
    return sortedText(found);
  };
  const amounts = episodes.slice(0, comparedMax).map(amountsOf);
  let sum = 0;
  const started = performance.now();
  for (let done = 0; done < total; done += distinct)
    for (const episode of episodes)
      handwrittenPlanA(episode, division, (amountFen) => {
        sum += amountFen;
      });
  const seconds = (performance.now() - started) / 1000;
  if (sum < 0) throw new Error('impossible');
  return { name: 'hand-written, no trace', perSecond: total / seconds, amounts };
}

async function peer(name: string, run: Peer, count: number): Promise<Outcome> {
  const flat = episodes.slice(0, count).map((episode) => flatten(plan, episode));
  const amounts: string[] = [];
  for (const episode of flat.slice(0, comparedMax)) {
    const found: number[] = [];
    await run(episode, (amountFen) => found.push(amountFen));
    amounts.push(sortedText(found));
  }
  let sum = 0;
  const add = (amountFen: number) => {
    sum += amountFen;
  };
  const started = performance.now();
  for (const episode of flat) {
    const pending = run(episode, add);
    if (pending) await pending;
  }
  const seconds = (performance.now() - started) / 1000;
  if (sum < 0) throw new Error('impossible');
  return { name, perSecond: count / seconds, amounts };
}

function sortedText(amounts: number[]): string {
  return amounts.sort((a, b) => a - b).join(' ');
}

const own = ours();
const others = [
  limit(),
  await peer('json-logic-js', jsonLogicPeer(plan), Math.min(distinct, 100_000)),
  await peer('json-rules-engine', jsonRulesPeer(plan), Math.min(distinct, 20_000)),
  await peer('@gorules/zen-engine', zenPeer(plan), Math.min(distinct, 20_000)),
];
const write = (text: string) => process.stdout.write(`${text}\n`);
write(`${total} episodes, ${own.lines} lines`);
for (const outcome of [own, ...others]) {
  const different = outcome.amounts.filter((amount, at) => amount !== own.amounts[at]).length;
  const factor = own.perSecond / outcome.perSecond;
  write(
    `${outcome.name.padEnd(24)} ${Math.round(outcome.perSecond).toLocaleString('en').padStart(12)} episodes/s   ours × ${factor.toFixed(2)}   ${different} of ${outcome.amounts.length} differ`,
  );
  if (different > 0) process.exitCode = 1;
}
const logic = others.find((outcome) => outcome.name === 'json-logic-js')!;
const written = others[0]!;
if (own.perSecond < 5 * logic.perSecond || own.perSecond * 10 < written.perSecond) process.exitCode = 1;
