import exceljs from 'exceljs';
import { tellCells } from './told.ts';

/** Contender: exceljs, the whole workbook at once; as a stream it is faster and breaks Chinese characters at the edges of its pieces. */
const workbook = new exceljs.Workbook();
await workbook.xlsx.readFile(process.argv[2]!);
const told = tellCells();
workbook.worksheets[0]!.eachRow((row) => {
  const values = (row.values as unknown[]).slice(1);
  told.row(values.map((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? ''))));
});
told.end();
