export { confirmCorrection, proposeCorrection, returnCorrection } from './corrections.ts';
export { gates, type Result, resultsOf } from './gates.ts';
export { listChecks } from './list-checks.ts';
export { readCourse } from './read-course.ts';
export { readSheet } from './read-sheet.ts';
export { agree, recordCheck, reportItem, skipCheck, undoCheck } from './record-check.ts';
export { checkAgainstSource, previewSource } from './second-source.ts';
