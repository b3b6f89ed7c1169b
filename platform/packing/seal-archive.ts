import { AgeWriter, type Sink } from '#platform/age/age-writer.ts';
import { giveBack } from '#platform/kernel/give-back.ts';
import { WorkerPool } from '#platform/workers/worker-pool.ts';
import { formatIndex, type Frame, frameSize } from './frame-index.ts';
import type { PackedFrame, SealedSegment, SealFile } from './seal-segment.ts';
import { endOfTar } from './tar-header.ts';
import { packFrame } from './zstd.ts';

export interface SealOptions {
  after?: (hashes: string[]) => SealFile[];
  signal?: AbortSignal | undefined;
}

/** How many segments may wait, packed, for the one before them. */
const ahead = 6;

/**
 * Seals files into one age file that any of the recipients opens with `age -d | zstd -d | tar x`: tar, packed in zstd frames,
 * encrypted. Each file is read once, and hashed, packed and encrypted on the way, in as many threads as there are cores; the
 * bytes go to `sink` in order, and memory does not grow with the files. `signal` ends it at once.
 *
 * Gives the SHA-256 of each file, hex, in the order of `files`. `options.after` makes of them what stands at the end, such as
 * manifests; when it throws, the file has no end and opens for nobody. Refuses as `sealSegment` does.
 */
export async function sealArchive(
  files: readonly SealFile[],
  recipients: readonly string[],
  sink: Sink,
  { after = () => [], signal }: SealOptions = {},
): Promise<string[]> {
  const writer = await AgeWriter.begin(recipients, sink);
  signal?.throwIfAborted();
  const pool = new WorkerPool<SealFile[], PackedFrame[], SealedSegment>(new URL('./seal-worker.ts', import.meta.url));
  const stopped = new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  stopped.catch(() => {});
  try {
    return await Promise.race([stopped, writeArchive(files, after, writer, pool)]);
  } finally {
    await pool.close();
  }
}

type SealPool = WorkerPool<SealFile[], PackedFrame[], SealedSegment>;

async function writeArchive(
  files: readonly SealFile[],
  after: (hashes: string[]) => SealFile[],
  writer: AgeWriter,
  pool: SealPool,
): Promise<string[]> {
  const sealed = await writeSegments(segmentsOf(files), writer, pool);
  const rest = await writeSegments(segmentsOf(after(sealed.hashes)), writer, pool);
  const end = packFrame(endOfTar);
  await writer.write(end);
  await writer.write(formatIndex([...sealed.frames, ...rest.frames, [{ packed: end.length, size: endOfTar.length }]]));
  await writer.end();
  return sealed.hashes;
}

async function writeSegments(
  segments: SealFile[][],
  writer: AgeWriter,
  pool: SealPool,
): Promise<{ hashes: string[]; frames: Frame[][] }> {
  const frames: Frame[][] = [];
  const hashes: string[][] = [];
  const turns: Promise<void>[] = [];
  for (const [number, files] of segments.entries()) {
    await turns[number - ahead];
    const before = turns[number - 1];
    const own: Frame[] = (frames[number] = []);
    const write = async (packed: PackedFrame[]) => {
      await before;
      own.push(...packed.map(({ bytes, size }) => ({ packed: bytes.length, size })));
      await writer.write(...packed.map(({ bytes }) => bytes));
      for (const { bytes } of packed) giveBack(bytes);
    };
    const turn = pool.run(files, write).then(async (sealed) => {
      hashes[number] = sealed.hashes;
      await write(sealed.last);
    });
    // A failure is heard where the turn is awaited; those behind it fail with it.
    turn.catch(() => {});
    turns.push(turn);
  }
  await Promise.all(turns);
  return { hashes: hashes.flat(), frames };
}

/** Files in their order, as many together as fit into a frame. */
function segmentsOf(files: readonly SealFile[]): SealFile[][] {
  const segments: SealFile[][] = [];
  let room = 0;
  for (const file of files) {
    const size = file.size + 2048;
    if (size > room) {
      segments.push([]);
      room = frameSize;
    }
    segments.at(-1)!.push(file);
    room -= size;
  }
  return segments;
}
