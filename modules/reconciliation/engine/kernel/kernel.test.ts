import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel } from './compile.ts';
import { kernelFile } from './kernel.ts';

test('the compiled kernel is what its sources give, byte for byte', async () => {
  const compiled = await compileKernel();
  expect(compiled.equals(await readFile(kernelFile)), 'run node modules/reconciliation/engine/kernel/compile.ts').toBe(
    true,
  );
});
