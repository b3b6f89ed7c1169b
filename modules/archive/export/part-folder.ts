import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataKey, openFields, sealFields } from '#platform/envelope/data-key.ts';
import { openFile, sealFile } from '#platform/envelope/chunked-file.ts';
import type { Frame } from '#platform/packing/frame-index.ts';
import { FilePacker, type PackedFile, type StreamedFile } from './pack-files.ts';

/** What is on record of a part that is made: its files, its frames, and what the next parts need to know of it. */
export interface Part {
  files: PackedFile[];
  segments: Frame[][];
  note: unknown;
}

/**
 * The parts of an export, packed and sealed under a key of the export's own, so that a killed export goes on with the part that it was
 * at. A part is there whole or not at all.
 */
export class PartFolder {
  readonly #folder: string;
  readonly #key: DataKey;

  constructor(folder: string, key: DataKey) {
    this.#folder = folder;
    this.#key = key;
  }

  /** The part of that name, made unless it is there. `note` is asked once the files were read. */
  async part(
    name: string,
    at: Date,
    files: () => AsyncIterable<StreamedFile> | Iterable<StreamedFile>,
    note: () => unknown = () => null,
  ): Promise<Part> {
    const place = this.#place(name);
    const known = await readFile(`${place}.known`).catch(() => null);
    if (known) return openFields<Part>(this.#key, { table: 'archive_export', row: name }, known);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const made = await this.#make(name, place, at, files());
    const part = { ...made, note: note() };
    const beside = `${place}.${randomUUID()}`;
    await writeFile(beside, sealFields(this.#key, { table: 'archive_export', row: name }, part), {
      mode: 0o600,
      flush: true,
    });
    await rename(beside, `${place}.known`);
    return part;
  }

  async #make(name: string, place: string, at: Date, files: AsyncIterable<StreamedFile> | Iterable<StreamedFile>) {
    const packer = new FilePacker(at);
    const beside = `${place}.${randomUUID()}`;
    const handle = await open(beside, 'wx', 0o600);
    try {
      for await (const chunk of sealFile(this.#key, name, packer.pack(files))) await handle.appendFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, place);
    return { files: packer.files, segments: packer.segments };
  }

  /** The packed bytes of a part. */
  read(name: string): AsyncIterable<Buffer> {
    return openFile(this.#key, name, createReadStream(this.#place(name)) as AsyncIterable<Buffer>);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #place(name: string): string {
    return join(this.#folder, `${name}.part`);
  }
}
