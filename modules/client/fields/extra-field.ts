/** The field of a basic record under which an import keeps a column of no known field; its value is sensitive text. */
export function extraField(column: string): string {
  return `extra:${column}`;
}
