import type { PersonId } from '#platform/kernel/id.ts';
import type { TableOptions } from '#platform/tabular/open-table.ts';
import type { RegisterMapping } from '../register/columns.ts';
import type { RecordId } from '../stored-record.ts';

/** How a register is read: proposed by the program, confirmed by a person. */
export interface Arrangement {
  /** What a person said of the file where the program found it wrongly. */
  options: Pick<TableOptions, 'sheet' | 'encoding' | 'separator' | 'headerLine'>;
  mapping: RegisterMapping;
  /** The person for each owner's name as written; '' stands for rows without one. */
  owners: Record<string, PersonId>;
  /** Rows with faults are left out; otherwise one of them stops the import. */
  withoutFaulty: boolean;
}

/** What an import did to a record of a client who was there before: the version that it left. */
export interface RecordDeed {
  record: RecordId;
  version: number;
  deed: 'added' | 'changed' | 'ended';
}
