/**
 * Milliseconds of processor time of the quickest of a few runs. Bounds on effort are checked with it and not with the clock on the wall: other
 * processes of a busy machine stretch the clock, and a collection of garbage falls into one run but hardly into all.
 */
export function cpuMsOf(work: () => void, tries = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < tries; attempt++) {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
