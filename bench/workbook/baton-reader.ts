import { openSource } from '#modules/reconciliation/engine/read/open-source.ts';
import { tellCells } from './told.ts';

/** Contender: reads the workbook as the engine does, header and all, and tells its cells. */
const source = await openSource(process.argv[2]!);
if (source.kind === 'text') throw new Error('this is no workbook');
const told = tellCells();
told.row(source.columns);
for await (const rows of source.rows) for (const cells of rows) told.row(cells);
told.end();
