/** Addresses remembered at most; beyond it the oldest windows are forgotten. */
const callersMax = 10_000;

/** Counts calls of an address in fixed windows; answers the seconds to wait, 0 when the call may go on. Kept by this process alone. */
export function createRateLimit(callsMax: number, windowMs: number): (address: string, nowMs: number) => number {
  const windows = new Map<string, { readonly until: number; calls: number }>();
  return (address, nowMs) => {
    const known = windows.get(address);
    if (!known || known.until <= nowMs) {
      windows.delete(address);
      windows.set(address, { until: nowMs + windowMs, calls: 1 });
      if (windows.size > callersMax) windows.delete(windows.keys().next().value!);
      return 0;
    }
    known.calls += 1;
    return known.calls <= callsMax ? 0 : Math.ceil((known.until - nowMs) / 1000);
  };
}
