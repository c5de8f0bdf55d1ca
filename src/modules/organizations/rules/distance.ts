/** Up to how far a band reaches, in metres as the crow flies; the last one has no end. */
export interface DistanceBand {
  readonly name: string;
  readonly uptoM: number | null;
}

export const defaultBands: readonly DistanceBand[] = [
  { name: '5 公里以内', uptoM: 5_000 },
  { name: '5–15 公里', uptoM: 15_000 },
  { name: '15–30 公里', uptoM: 30_000 },
  { name: '30–60 公里', uptoM: 60_000 },
  { name: '60 公里以外', uptoM: null },
];

/** The name of the band a distance falls in, the edge belonging to the nearer one; null when the distance is unknown. */
export function bandOf(distanceM: number | null, bands: readonly DistanceBand[]): string | null {
  if (distanceM === null) return null;
  return bands.find(({ uptoM }) => uptoM === null || distanceM <= uptoM)?.name ?? null;
}

/** Bands that leave no gap: they rise, only the last has no end, and each has a name of its own. */
export function areBandsSound(bands: readonly DistanceBand[]): boolean {
  if (bands.length < 2 || new Set(bands.map(({ name }) => name)).size !== bands.length) return false;
  return bands.every(({ uptoM }, index) => {
    if (index === bands.length - 1) return uptoM === null;
    const before = index === 0 ? 0 : (bands[index - 1]!.uptoM ?? Number.POSITIVE_INFINITY);
    return uptoM !== null && uptoM > before;
  });
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const earthRadiusM = 6_371_000;

/** Metres between two places as the crow flies (haversine), to the metre. */
export function distanceBetweenM(one: Place, other: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitude = Math.sin(radians(other.latitude - one.latitude) / 2);
  const longitude = Math.sin(radians(other.longitude - one.longitude) / 2);
  const chord =
    latitude * latitude + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * longitude * longitude;
  return Math.round(2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(chord))));
}
