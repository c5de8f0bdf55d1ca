import { expect, test } from 'vitest';
import { type Piece, readResources, resourceBytesMax, UnreadableFile } from './read-resources.ts';

function bytesOf(text: string, chunkBytes = 7): () => AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  return async function* () {
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  };
}

async function read(text: string, chunkBytes?: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of readResources(bytesOf(text, chunkBytes), Buffer.byteLength(text))) pieces.push(piece);
  return pieces;
}

const patient = (id: string) => JSON.stringify({ resourceType: 'Patient', id });

test('a broken line is told by its number and does not end the reading', async () => {
  const pieces = await read([patient('a'), '{"resourceType":"Pat', '', '[1]', patient('b')].join('\n'));
  expect(
    pieces.map((piece) => ('problem' in piece ? [piece.at, piece.problem] : [piece.at, piece.resource.id])),
  ).toEqual([
    [1, 'a'],
    [2, 'not-json'],
    [4, 'not-a-resource'],
    [5, 'b'],
  ]);
});

test('a resource bigger than is read costs itself only', async () => {
  const huge = `{"resourceType":"Patient","id":"x","note":"${'长'.repeat(resourceBytesMax)}"}`;
  const pieces = await read(`${patient('a')}\n${huge}\n${patient('b')}\n`, 65_536);
  expect(pieces.map((piece) => ('problem' in piece ? piece.problem : piece.resource.id))).toEqual([
    'a',
    'too-big',
    'b',
  ]);
});

test('characters cut by the edge of a chunk stay whole', async () => {
  const [piece] = await read(
    `${JSON.stringify({ resourceType: 'Patient', id: 'a', name: '𠮷田' })}\n${patient('b')}`,
    1,
  );
  expect(piece).toMatchObject({ resource: { name: '𠮷田' } });
});

test('a bundle gives its entries, with what is wrong at each', async () => {
  const bundle = JSON.stringify(
    { resourceType: 'Bundle', entry: [{ fullUrl: 'urn:uuid:1', resource: { resourceType: 'Patient' } }, {}, null] },
    null,
    2,
  );
  expect(await read(bundle)).toEqual([
    { at: 1, resource: { resourceType: 'Patient' }, fullUrl: 'urn:uuid:1' },
    { at: 2, problem: 'not-a-resource' },
    { at: 3, problem: 'not-a-resource' },
  ]);
});

test('a single resource over several lines is read as one', async () => {
  expect(await read(JSON.stringify({ resourceType: 'Patient', id: 'a' }, null, 2))).toHaveLength(1);
});

test.each(['', 'episode_no,name\n1,2', '[1,2]'])('a file that is no FHIR is refused as a whole: %j', async (text) => {
  await expect(read(text)).rejects.toBeInstanceOf(UnreadableFile);
});
